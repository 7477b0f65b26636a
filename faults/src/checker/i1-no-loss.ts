import { entriesOf, type Invariant } from './history.ts';
import { forgotten } from './forgotten.ts';

/** I1: every task whose enqueue was acknowledged has ended: with a value, or as a dead letter with its reason. */
export const noLoss: Invariant = (history) => {
  const ended = new Set(
    entriesOf(history, 'outcome')
      .filter(({ state, code }) => state === 'value' || (state === 'dead' && code))
      .map(({ id }) => id),
  );
  for (const { ids } of entriesOf(history, 'forgotten')) for (const id of ids) ended.add(id);
  const lost = entriesOf(history, 'enqAck').filter(({ id, at }) => !ended.has(id) && !forgotten(history, at));
  return lost.map(({ id, by }) => ({
    invariant: 'I1',
    of: id,
    what: `${by} was told that it is queued; it never ended`,
  }));
};
