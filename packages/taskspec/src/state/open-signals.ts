import { decodePayload, encodePayload } from '../payload/payload-codec.ts';
import type { TaskSignals, WaitForSignalOptions } from '../queue/task-signals.ts';
import { checkDuration } from '../spec/check-duration.ts';
import { checkOptionNames } from '../spec/check-option-names.ts';
import { checkKey, checkStateId } from '../spec/names.ts';
import { applyWrite, nameOf } from './apply-write.ts';
import { Changes } from './changes.ts';
import { signalTimeout } from './state-errors.ts';
import type { StatePlace, StateRequest, StateStore } from './state-store.ts';
import { markWrite } from './write-mark.ts';

const keptMs = 86_400_000;
const mostBytes = 65_536;

/** The longest wait that `setTimeout` knows, 24 days; it takes longer ones for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** Gives the signals of a queue over what an adapter can do; for those who write queues. */
export function openSignals(store: StateStore): TaskSignals {
  return {
    signal: async (id, name, value, options = {}) => {
      checkOptionNames(options, { ttlMs: true });
      const ttlMs = checkDuration('ttlMs', options.ttlMs ?? keptMs, 1);
      const place = placeOf(id, name);
      const limits = { maxPayloadBytes: Math.min(mostBytes, store.maxPayloadBytes), what: nameOf(place) };
      const item = encodePayload(value, limits);
      await applyWrite(store, { op: 'send', item, place, ttlMs, mark: markWrite(store.address) });
    },
    waitForSignal: async <T>(id: string, name: string, options: WaitForSignalOptions = {}): Promise<T> => {
      checkOptionNames(options, { timeoutMs: true, signal: true });
      checkDuration('timeoutMs', options.timeoutMs ?? 0, 0);
      options.signal?.throwIfAborted();
      const place = placeOf(id, name);
      const request = { op: 'receive', place, ttlMs: undefined, mark: markWrite(store.address) } as const;
      return decodePayload(await receive(store, request, options)) as T;
    },
  };
}

const placeOf = (id: string, name: string): StatePlace => ({
  kind: 'signal',
  id: checkStateId(id),
  key: checkKey('name', name),
});

/**
 * Asks, then waits until something was sent, and asks again: by the same mark, so that a signal whose way back was lost
 * comes with the next answer. What has come is given, also where the wait has ended meanwhile.
 */
async function receive(
  store: StateStore,
  request: StateRequest,
  { timeoutMs = 60_000, signal }: WaitForSignalOptions,
): Promise<string> {
  const changes = new Changes();
  const end = (): void => changes.end();
  const stop = store.listen(request.place, () => changes.note());
  const timer = setTimeout(end, Math.min(timeoutMs, longestTimerMs));
  signal?.addEventListener('abort', end);
  try {
    do {
      const item = await askPatiently(store, request);
      if (item !== undefined) return item;
    } while (await changes.next());
  } finally {
    stop();
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
  signal?.throwIfAborted();
  throw signalTimeout(nameOf(request.place), timeoutMs);
}

/** A change is told when the store can be reached again. */
async function askPatiently(store: StateStore, request: StateRequest): Promise<string | undefined> {
  try {
    return await applyWrite(store, request);
  } catch (error) {
    if (store.isAway(error)) return undefined;
    throw error;
  }
}
