import { type History, entriesOf, type Invariant } from './history.ts';
import { type Injury, injuriesIn } from './injuries.ts';

/**
 * I6: soon after an injury has healed, somebody starts a task, where one waits. What was claimed before may have to
 * wait for the end of its lease first.
 */
export const liveness: Invariant = (history) => {
  const { rules } = history;
  const injuries = injuriesIn(history);
  return injuries.flatMap((injury) => {
    const { waiting, claimed } = backlogAt(history, injury.to);
    if (injury.to === Infinity || waiting + claimed === 0) return [];
    const limitMs = (rules.liveWithinMs ?? 5_000) + (waiting > 0 ? 0 : rules.leaseMs * 1.5);
    const tookMs = resumedAfter(history, injury);
    if (tookMs <= limitMs || injuries.some(({ from }) => from >= injury.to && from < injury.to + limitMs)) return [];
    return [
      { invariant: 'I6', of: injury.who, what: `nothing started within ${limitMs} ms after "${injury.how}" was over` },
    ];
  });
};

/** Milliseconds from the end of an injury to the first start after it; Infinity where nothing started. */
export const resumedAfter = (history: Pick<History, 'entries'>, { to }: Injury): number =>
  (entriesOf(history, 'start').find(({ at }) => at >= to)?.at ?? Infinity) - to;

/**
 * What was there to do: what had not ended, and did not turn out to have ended unheard. What starts with a later attempt
 * had been claimed by somebody who never heard of it, so it had to wait for the end of that lease.
 */
function backlogAt(history: History, moment: number) {
  const starts = entriesOf(history, 'start');
  const started = new Set(starts.filter(({ at, attempt }) => at < moment || attempt > 1).map(({ id }) => id));
  const startsLater = new Set(starts.filter(({ at }) => at >= moment).map(({ id }) => id));
  const settled = entriesOf(history, 'settled').filter(({ at, step }) => at < moment && step !== 'retry');
  const ended = entriesOf(history, 'outcome').filter(({ state, id }) => state !== 'none' && !startsLater.has(id));
  const over = new Set([...settled.filter(({ step }) => step !== 'release'), ...ended].map(({ id }) => id));
  const queued = entriesOf(history, 'enqAck').filter(({ at, id }) => at < moment && !over.has(id));
  const waiting = queued.filter(({ id }) => !started.has(id)).length;
  return { waiting, claimed: queued.length - waiting };
}
