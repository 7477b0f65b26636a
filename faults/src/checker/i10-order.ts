import { entriesOf, type Invariant } from './history.ts';

/** I10: where one worker runs one task at a time, tasks start by their priority, and those of one in the order they came. */
export const order: Invariant = (history) => {
  if (history.rules.ordered !== true) return [];
  const queued = entriesOf(history, 'enq').map(({ id, priority = 0 }, place) => ({ id, priority, place }));
  const due = queued.toSorted((one, other) => other.priority - one.priority || one.place - other.place);
  const first = new Map<string, number>();
  for (const { id } of entriesOf(history, 'start')) if (!first.has(id)) first.set(id, first.size);
  const wrong = due.filter(({ id }, place) => first.has(id) && first.get(id) !== place);
  return wrong.map(({ id }) => ({ invariant: 'I10', of: id, what: `started as number ${first.get(id)}` }));
};
