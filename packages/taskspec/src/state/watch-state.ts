import { Changes } from './changes.ts';
import type { StatePlace, StateStore } from './state-store.ts';
import { decodeState } from './state-text.ts';
import type { WatchOptions } from '../queue/task-state.ts';

/**
 * Gives the values of a place one after the other. It listens, then reads, then waits: whatever is written after a read
 * wakes the wait, so the newest value is never missed.
 */
export async function* watchState(
  store: StateStore,
  place: StatePlace,
  { signal }: WatchOptions,
): AsyncGenerator<unknown, void> {
  const changes = new Changes();
  const stop = store.listen(place, () => changes.note());
  const end = (): void => changes.end();
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  try {
    let last = '';
    while (await changes.next()) {
      const text = await readPatiently(store, place);
      if (text === undefined || changes.hasEnded) continue;
      if (text === last) continue;
      last = text;
      yield decodeState(text, store);
    }
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'GRAFLOW_QUEUE_CLOSED') throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    stop();
  }
}

/** Gives undefined where the store cannot be reached now: a change is told when it can. */
async function readPatiently(store: StateStore, place: StatePlace): Promise<string | undefined> {
  try {
    return await store.read(place);
  } catch (error) {
    if (store.isAway(error)) return undefined;
    throw error;
  }
}
