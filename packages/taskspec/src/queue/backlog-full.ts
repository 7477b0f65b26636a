import { TaskSpecError } from '../errors.ts';

/** What a producer may know of a queue without room. */
export interface BacklogFacts {
  /** What there is no room for any more. */
  readonly unit: 'tasks' | 'bytes';
  /** How many tasks wait, or how many bytes they take. */
  readonly waiting: number;
  /** How many may. */
  readonly limit: number;
  /** For how long producers wait for room, in milliseconds. */
  readonly waitMs: number;
  /** How many tasks there was no room for. */
  readonly refused: number;
}

/** There is no room for more tasks in a queue: `GRAFLOW_BACKLOG_FULL`. */
export const backlogFull = (queue: string, facts: BacklogFacts): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_BACKLOG_FULL',
    `Queue "${queue}" is full: ${amountOf(facts)}, its limit is ${facts.limit}, and there was no room for ` +
      `${facts.refused} more. Enqueue again later, run more workers, or raise queue.limits.`,
    { queue, ...facts },
  );

/** Whether an error tells that a queue has no room. */
export const isBacklogFull = (error: unknown): error is TaskSpecError & { readonly details: BacklogFacts } =>
  (error as { readonly code?: unknown } | undefined)?.code === 'GRAFLOW_BACKLOG_FULL';

const amountOf = ({ unit, waiting }: BacklogFacts): string =>
  unit === 'tasks' ? `${waiting} tasks wait` : `its tasks take ${waiting} bytes`;
