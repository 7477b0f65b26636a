import { optionInvalid } from '../errors.ts';
import { checkDuration } from '../spec/check-duration.ts';
import { checkOptionNames } from '../spec/check-option-names.ts';
import {
  checkCount,
  checkDeadLettersLimit,
  checkResultsLimit,
  type DeadLettersLimit,
  type ResultsLimit,
} from './kept-limits.ts';

/** What all workers and producers of a queue may do together. What is left out is not limited, but for dead letters. */
export interface ClaimLimits {
  /** How many tasks are claimed at the same time; the claim of a worker that died counts until its lease ends. */
  readonly concurrency?: number;
  /** How many tasks start in any time of this length. */
  readonly rate?: RateLimit;
  /**
   * How long a task that could be claimed waits behind those of higher priorities, in milliseconds: then it counts as one
   * priority higher, and goes behind those that wait there; it may take up to twice the time. Without it, tasks of a low
   * priority wait for as long as there are others.
   */
  readonly raiseAfterMs?: number;
  /** What holds for the tasks of each `limitKey` by itself; tasks without one are not meant. */
  readonly perKey?: KeyLimits;
  /** How many tasks may wait, delayed ones included, before producers are held up. */
  readonly backlog?: BacklogLimit;
  /** How much is kept of the outcomes of tasks. */
  readonly results?: ResultsLimit;
  /** How many dead letters are kept. */
  readonly deadLetters?: DeadLettersLimit;
}

/**
 * What all workers may do together with the tasks of one key; the limits of the queue hold besides. A key whose limit is
 * reached keeps no other key and no task without one back.
 */
export interface KeyLimits {
  /** How many tasks of a key are claimed at the same time; with 1 they run one after the other. */
  readonly concurrency?: number;
  /** How many tasks of a key start in any time of this length. */
  readonly rate?: RateLimit;
}

/**
 * At most so many tasks wait. It holds for `enqueue`: follow-ups, ticks of schedules and tasks that wait again are always
 * taken, or what runs could not end. One of `count` and `bytes` is given, or both.
 */
export interface BacklogLimit {
  /** How many tasks may wait. */
  readonly count?: number;
  /**
   * How many bytes the tasks that have not ended may take together, those that run included: over Redis their records, in
   * memory their arguments. Tasks from before the limit, and dead letters that are replayed, do not count.
   */
  readonly bytes?: number;
  /** How long `enqueue` waits for room, in milliseconds, before it rejects with `GRAFLOW_BACKLOG_FULL`; not at all unless given. */
  readonly waitMs?: number;
  /**
   * What becomes of new tasks where there is no room: they are refused, unless given. With `drop-oldest`, tasks that could be claimed
   * give way to them, and end with `GRAFLOW_TASK_DROPPED`: to a task with a `limitKey` the oldest of its key, whether that key may
   * start something now or not; where there is none, and to all others, the one whose turn would come first; both of the lowest
   * priority that there is, and never to a task of a lower one. Where too few can, none does, and the new ones are refused.
   */
  readonly whenFull?: 'reject' | 'drop-oldest';
}

/** At most so many starts in any `perMs` milliseconds; a task that starts again counts again. */
export interface RateLimit {
  /** From 1 to 10,000. */
  readonly count: number;
  /** The length of the time, in milliseconds. */
  readonly perMs: number;
}

/** The limits of a queue. They are kept with the queue, so they hold for every worker at once, and are never exceeded. */
export interface QueueLimits {
  /**
   * Puts these limits in the place of those before; `{}` takes them away. What is claimed already stays claimed.
   *
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
   */
  set(limits: ClaimLimits): Promise<void>;
  /** Gives the limits. */
  get(): Promise<ClaimLimits>;
}

const mostCounted = 10_000;

/**
 * Checks limits where they enter.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkLimits(limits: ClaimLimits): ClaimLimits {
  checkOptionNames<ClaimLimits>(limits, {
    concurrency: true,
    rate: true,
    raiseAfterMs: true,
    perKey: true,
    backlog: true,
    results: true,
    deadLetters: true,
  });
  const { concurrency, rate, raiseAfterMs, perKey, backlog, results, deadLetters } = limits;
  checkStarts('', concurrency, rate);
  if (raiseAfterMs !== undefined) checkDuration('raiseAfterMs', raiseAfterMs, 1);
  if (backlog !== undefined) checkBacklog(backlog);
  if (results !== undefined) checkResultsLimit(results);
  if (deadLetters !== undefined) checkDeadLettersLimit(deadLetters);
  if (perKey === undefined) return limits;
  checkOptionNames<KeyLimits>(perKey, { concurrency: true, rate: true });
  checkStarts('perKey.', perKey.concurrency, perKey.rate);
  return limits;
}

function checkStarts(of: string, concurrency: number | undefined, rate: RateLimit | undefined): void {
  if (concurrency !== undefined && !(Number.isSafeInteger(concurrency) && concurrency > 0))
    throw optionInvalid(`${of}concurrency`, concurrency, 'a whole number from 1');
  if (rate === undefined) return;
  checkOptionNames<RateLimit>(rate, { count: true, perMs: true });
  if (!(Number.isInteger(rate.count) && rate.count > 0 && rate.count <= mostCounted))
    throw optionInvalid(`${of}rate.count`, rate.count, `a whole number from 1 to ${mostCounted}`);
  checkDuration(`${of}rate.perMs`, rate.perMs, 1);
}

function checkBacklog(backlog: BacklogLimit): void {
  checkOptionNames<BacklogLimit>(backlog, { count: true, bytes: true, waitMs: true, whenFull: true });
  const { count, bytes, whenFull = 'reject' } = backlog;
  if (count !== undefined || bytes === undefined) checkCount('backlog.count', count as number);
  if (bytes !== undefined) checkCount('backlog.bytes', bytes);
  if (backlog.waitMs !== undefined) checkDuration('backlog.waitMs', backlog.waitMs, 0);
  if (whenFull !== 'reject' && whenFull !== 'drop-oldest')
    throw optionInvalid('backlog.whenFull', whenFull, "'reject' or 'drop-oldest'");
}
