import { forgotten } from './forgotten.ts';
import { entriesOf, type Invariant } from './history.ts';

/** I3: one settle ends a task, one at the most ends an attempt, and what the task ended with is what that settle said. */
export const singleSettle: Invariant = (history) => {
  const accepted = entriesOf(history, 'settled').filter(
    ({ at, step }) => step !== 'release' && !forgotten(history, at),
  );
  const outcomes = new Map(entriesOf(history, 'outcome').map(({ id, state }) => [id, state]));
  const final = new Map<string, string>();
  const attempts = new Set<string>();
  return accepted.flatMap(({ id, attempt, step, by }) => {
    const isSecond = attempts.has(`${id} ${attempt}`) || (step !== 'retry' && final.has(id));
    attempts.add(`${id} ${attempt}`);
    if (step !== 'retry') final.set(id, step);
    if (isSecond)
      return [{ invariant: 'I3', of: id, what: `a second settle of attempt ${attempt} by ${by} was accepted` }];
    const state = outcomes.get(id);
    const isOther = (step === 'ack' && state === 'dead') || (step === 'bury' && state === 'value');
    return isOther
      ? [{ invariant: 'I3', of: id, what: `${by} was told "${step}", and the outcome is "${state}"` }]
      : [];
  });
};
