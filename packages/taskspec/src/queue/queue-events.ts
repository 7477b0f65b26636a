import type { Failure } from './failure.ts';
import type { DeadReason, DeadReasonCode } from './outcome.ts';

/** Why something happened to a task: a stable code, and what was seen; without stacks, and with at most 300 characters of a message. */
export interface EventReason {
  /** The stable name of the reason. */
  readonly code: DeadReasonCode | 'GRAFLOW_LEASE_LOST';
  /** What was seen. */
  readonly failure: Pick<Failure, 'name' | 'message' | 'code'>;
}

/** What happened to a task or a group; a task that ends in the step in which it was lost, or refused, ends with one event. */
export type QueueTransition =
  /** It is new. A task that is held back waits for others. */
  | { readonly event: 'task-enqueued'; readonly delayMs: number; readonly isHeldBack: boolean }
  /** It was delayed or held back, and may be claimed now. */
  | { readonly event: 'task-ready' }
  /** An attempt began. */
  | { readonly event: 'task-claimed'; readonly attempt: number }
  /** It told how far it is; a value of more than 1,000 characters is left out: `handle.progress()` has it. */
  | { readonly event: 'task-progress'; readonly attempt: number; readonly value: unknown }
  /** An attempt failed, and another one follows. */
  | {
      readonly event: 'task-retried';
      readonly attempt: number;
      readonly delayMs: number;
      readonly reason: EventReason | undefined;
    }
  /** The claim was given back, with a reason where this worker cannot run it. */
  | {
      readonly event: 'task-released';
      readonly attempt: number;
      readonly delayMs: number;
      readonly reason: EventReason | undefined;
    }
  /** The lease ended, or the run took its runner with it; the task waits again. */
  | { readonly event: 'task-lost'; readonly attempt: number; readonly reason: EventReason }
  /** It ended with a value. */
  | { readonly event: 'task-succeeded'; readonly attempt: number }
  /** It ended as a dead letter. */
  | { readonly event: 'task-buried'; readonly attempt: number; readonly reason: EventReason }
  /** It was cancelled. */
  | { readonly event: 'task-cancelled'; readonly attempt: number; readonly reason: EventReason }
  /** It waited in a full queue, and gave way to newer ones. */
  | { readonly event: 'task-dropped'; readonly attempt: number; readonly reason: EventReason }
  /** It was a dead letter, and waits again, or is gone. */
  | { readonly event: 'task-replayed' | 'task-discarded' }
  /** A group began to wait for its members, or ended with its value; `taskId` is the id of the group. */
  | { readonly event: 'group-made' | 'group-succeeded' }
  /** A group ended without one. */
  | { readonly event: 'group-failed'; readonly reason: EventReason };

/** One event of a queue. */
export type QueueEvent =
  | (EventPlace & { readonly taskId: string } & QueueTransition)
  /** Nobody listened for too long, or slower than things happened; how many events are gone, where that is known. */
  | (EventPlace & { readonly event: 'events-missed'; readonly count: number | undefined });

/** Where and when an event stands. */
export interface EventPlace {
  /** Its place: what `events({ after })` goes on behind. */
  readonly position: string;
  /** When it happened by the clock of the queue, in milliseconds since 1970. */
  readonly at: number;
}

/** Which events to hear. */
export interface EventsOptions {
  /** The position of the last event that was heard before; from now on unless given. */
  readonly after?: string;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

/** What happens in a queue, for whoever watches it. */
export interface QueueEvents {
  /**
   * Listens: gives each transition that any process brings about from the moment in which this resolves, once and in its
   * order, until the signal fires or the queue closes; then the iteration ends.
   *
   * Events are recorded only while somebody listens, at most 10,000 of them and 4 MiB, and for a minute after the last look.
   * Whoever is away for less goes on with `after`; what is gone by then is told as `events-missed`.
   *
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_QUEUE_CLOSED`, or what keeps the queue from recording.
   */
  events(options?: EventsOptions): Promise<AsyncIterableIterator<QueueEvent>>;
}

const longestMessage = 300;

/** Makes the reason of an event: short, because events are many. */
export function eventReason({ code, failure }: DeadReason | EventReason): EventReason {
  const { name, message, code: own } = failure;
  const short = { name: name.slice(0, longestMessage), message: message.slice(0, longestMessage) };
  return { code, failure: own === undefined ? short : { ...short, code: own.slice(0, longestMessage) } };
}
