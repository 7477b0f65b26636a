import { entriesOf, type History, type Invariant, type Violation } from './history.ts';

/**
 * I7: a barrier fires once, not before the last of its members has ended, and by its deadline. Whoever runs behind it may
 * run again: with an attempt of its own, which I2 judges.
 */
export const barrierOnce: Invariant = (history) => {
  const fired = entriesOf(history, 'barrierFired');
  const ends = earliestEnds(history);
  return entriesOf(history, 'barrier').flatMap(({ group, members, byAt = Infinity }) => {
    const times = fired.filter((entry) => entry.group === group);
    const first = times[0]?.at ?? Infinity;
    const attempts = new Set(times.map(({ attempt }) => attempt));
    const lastEnd = Math.max(...members.map((id) => ends.get(id) ?? Infinity));
    const found: Violation[] = [];
    if (times.length > attempts.size) found.push({ invariant: 'I7', of: group, what: `fired ${times.length} times` });
    if (first < Math.min(lastEnd, byAt)) found.push({ invariant: 'I7', of: group, what: earlyBarrier });
    if (first > byAt && first !== Infinity)
      found.push({ invariant: 'I7', of: group, what: 'fired after its deadline' });
    if (first === Infinity && lastEnd !== Infinity) found.push({ invariant: 'I7', of: group, what: 'never fired' });
    return found;
  });
};

/** How an early barrier is told. */
export const earlyBarrier = 'fired before its last member had ended';

/**
 * When each task can have ended at the earliest. A barrier opens in the step that settles its last member, which others may
 * see before the worker of that member hears of it, so what the tasks themselves said counts: the first value, or the last
 * failure where there was none. What is known to be dead without either ended at any time.
 */
function earliestEnds(history: History): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { id, state } of entriesOf(history, 'outcome')) if (state === 'dead') ends.set(id, -Infinity);
  const said = entriesOf(history, 'end');
  for (const { id, at, how } of said) if (how === 'failure' && ends.has(id)) ends.set(id, at);
  const valued = new Set<string>();
  for (const { id, at, how } of said) {
    if (how === 'failure' || valued.has(id)) continue;
    valued.add(id);
    ends.set(id, at);
  }
  return ends;
}
