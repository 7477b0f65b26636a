import type { DeadReasonCode } from './outcome.ts';
import type { TaskHandle } from './task-handle.ts';

/**
 * How many of its members must end with a value, so that a group does: all of them, none (`best-effort`), so many, or
 * those that count.
 */
export type GroupPolicy =
  | 'all'
  | 'best-effort'
  | { readonly atLeast: number }
  | { readonly critical: readonly string[] };

/** What can be said about a group. */
export interface GroupOptions {
  /** The id of the group; a new one unless given. Groups and tasks share one space of ids. */
  readonly groupId?: string;
  /** What the group asks of its members; `all` unless given. */
  readonly policy?: GroupPolicy;
  /** When the group ends, in milliseconds, whoever has not ended by then; a day unless given. */
  readonly deadlineMs?: number;
  /** How long its outcome is kept, in milliseconds; an hour unless given. */
  readonly resultTtlMs?: number;
}

/** How one member ended; without a code where it had not by the deadline. */
export type MemberEnd =
  | { readonly taskId: string; readonly ok: true }
  | { readonly taskId: string; readonly ok: false; readonly code?: DeadReasonCode };

/** Second part of the port, with the option `after`: barriers. */
export interface TaskGroups {
  /**
   * Makes a group of tasks, whether they wait, run, have ended or are not enqueued yet. It ends once, when the last of its
   * members has, with a value, dead or cancelled, or at its deadline; never earlier. Its value tells how each member ended,
   * in their order. Where its policy was not met it fails with `GRAFLOW_GROUP_FAILED` or `GRAFLOW_GROUP_DEADLINE`.
   *
   * What is enqueued with `after: [group.taskId]` runs then; `resultOf(group)` gives the ends. The same group sent again is
   * the same group.
   *
   * @param members - at most 1,000 ids of tasks or groups, or what has such an id, like a handle
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_TASK_ID_TAKEN`, `GRAFLOW_QUEUE_CLOSED`
   */
  group(members: readonly GroupMember[], options?: GroupOptions): Promise<TaskHandle<readonly MemberEnd[]>>;
}

/** The id of a task or group, or what has one. */
export type GroupMember = string | { readonly taskId: string };
