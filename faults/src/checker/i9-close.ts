import { entriesOf, type Invariant } from './history.ts';

/** What `stop` and `close` may take beyond the deadline by their documentation: the grace, the releases, the queue. */
const documentedMs = 1_000 + 2_000 + 1_000;

/** I9: whoever was told to stop is gone by the deadline, however Redis is, and nothing keeps its process alive. */
export const closes: Invariant = (history) => {
  const { closeGraceMs = 1_500 } = history.rules;
  const gone = new Map(entriesOf(history, 'exited').map(({ who, at }) => [who, at]));
  return entriesOf(history, 'stopping').flatMap(({ by, at, deadlineMs }) => {
    const wasKilled = entriesOf(history, 'injured').some(({ who, how }) => who === by && how === 'killed');
    const tookMs = (gone.get(by) ?? Infinity) - at;
    if (wasKilled || tookMs <= deadlineMs + documentedMs + closeGraceMs) return [];
    return [
      { invariant: 'I9', of: by, what: `was gone ${tookMs.toFixed(0)} ms after it was told to stop in ${deadlineMs}` },
    ];
  });
};
