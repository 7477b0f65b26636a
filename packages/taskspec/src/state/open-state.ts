import { optionInvalid } from '../errors.ts';
import { encodePayload } from '../payload/payload-codec.ts';
import type { StateOptions, TaskState } from '../queue/task-state.ts';
import { checkDuration } from '../spec/check-duration.ts';
import { checkOptionNames } from '../spec/check-option-names.ts';
import { checkKey, checkStateId } from '../spec/names.ts';
import { applyWrite, nameOf } from './apply-write.ts';
import type { StatePlace, StateStore, StateWrite } from './state-store.ts';
import { decodeState, encodeState } from './state-text.ts';
import { watchState } from './watch-state.ts';
import { markWrite } from './write-mark.ts';

/**
 * Gives the state of an id over what an adapter can do; for those who write queues.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function openState(store: StateStore, id: string, options: StateOptions = {}): TaskState {
  checkStateId(id);
  checkOptionNames(options, { ttlMs: true });
  const { ttlMs } = options;
  if (ttlMs !== undefined) checkDuration('ttlMs', ttlMs, 1);

  const placeOf = (key: string): StatePlace => ({ kind: 'state', id, key: checkKey('key', key) });
  const limitsOf = (place: StatePlace) => ({ maxPayloadBytes: store.maxPayloadBytes, what: nameOf(place) });
  const write = (place: StatePlace, what: StateWrite): Promise<string | undefined> =>
    applyWrite(store, { ...what, place, mark: markWrite(store.address), ttlMs });

  return {
    get: async (key) => decodeState(await store.read(placeOf(key)), store),
    set: async (key, value) => {
      const place = placeOf(key);
      await write(place, { op: 'set', value: encodeState(value, limitsOf(place)) });
    },
    compareAndSet: async (key, expected, value) => {
      const place = placeOf(key);
      const [before, after] = [expected, value].map((each) => encodeState(each, limitsOf(place)));
      return (await write(place, { op: 'compare', expected: before as string, value: after as string })) === '1';
    },
    append: async (key, value) => {
      const place = placeOf(key);
      return Number(await write(place, { op: 'append', item: encodePayload(value, limitsOf(place)) }));
    },
    add: async (key, amount) => {
      const place = placeOf(key);
      if (!Number.isFinite(amount)) throw optionInvalid('amount', amount, 'a finite number');
      return Number(await write(place, { op: 'add', amount }));
    },
    watch: (key, watching = {}) => watchState(store, placeOf(key), watching),
  };
}
