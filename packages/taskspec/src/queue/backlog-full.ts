import { TaskSpecError } from '../errors.ts';

/** What a producer may know of a queue without room. */
export interface BacklogFacts {
  /** How many tasks wait. */
  readonly waiting: number;
  /** How many may. */
  readonly limit: number;
  /** For how long producers wait for room, in milliseconds. */
  readonly waitMs: number;
  /** How many there was no room for. */
  readonly refused: number;
}

/** There is no room for more tasks in a queue: `GRAFLOW_BACKLOG_FULL`. */
export const backlogFull = (queue: string, facts: BacklogFacts): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_BACKLOG_FULL',
    `Queue "${queue}" is full: ${facts.waiting} tasks wait, its limit is ${facts.limit}, and there was no room for ` +
      `${facts.refused} more. Enqueue again later, run more workers, or raise queue.limits.`,
    { queue, ...facts },
  );

/** Whether an error tells that a queue has no room. */
export const isBacklogFull = (error: unknown): error is TaskSpecError & { readonly details: BacklogFacts } =>
  (error as { readonly code?: unknown } | undefined)?.code === 'GRAFLOW_BACKLOG_FULL';
