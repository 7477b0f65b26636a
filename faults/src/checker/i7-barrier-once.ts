import { entriesOf, type Invariant, type Violation } from './history.ts';

/** I7: a barrier fires once, not before the last of its members has ended, and by its deadline. */
export const barrierOnce: Invariant = (history) => {
  const fired = entriesOf(history, 'barrierFired');
  const ends = new Map(
    entriesOf(history, 'settled')
      .filter(({ step }) => step === 'ack' || step === 'bury')
      .map(({ id, at }) => [id, at]),
  );
  return entriesOf(history, 'barrier').flatMap(({ group, members, byAt = Infinity }) => {
    const times = fired.filter((entry) => entry.group === group).map(({ at }) => at);
    const [first = Infinity] = times;
    const lastEnd = Math.max(...members.map((id) => ends.get(id) ?? Infinity));
    const found: Violation[] = [];
    if (times.length > 1) found.push({ invariant: 'I7', of: group, what: `fired ${times.length} times` });
    if (first < Math.min(lastEnd, byAt)) found.push({ invariant: 'I7', of: group, what: earlyBarrier });
    if (first > byAt && first !== Infinity)
      found.push({ invariant: 'I7', of: group, what: 'fired after its deadline' });
    if (first === Infinity && lastEnd !== Infinity) found.push({ invariant: 'I7', of: group, what: 'never fired' });
    return found;
  });
};

/** How an early barrier is told. */
export const earlyBarrier = 'fired before its last member had ended';
