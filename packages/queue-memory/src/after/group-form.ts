import type { TaskOptions } from '@graflow/resolver';
import {
  groupContent,
  groupFailure,
  type GroupPlan,
  type MemberEnd,
  type Outcome,
  type PayloadLimits,
} from '@graflow/taskspec';
import type { TaskForm } from '../forms/task-form.ts';
import { snapshotOf } from '../snapshot.ts';

const longestTimerMs = 2 ** 31 - 1;

/** A group as a task that is never claimed: it waits for its members, and its outcome is made of theirs. */
export class GroupForm implements TaskForm {
  readonly name = 'group';
  readonly options: TaskOptions;
  readonly isGroup = true;
  readonly length = 0;
  readonly upstream: readonly string[];
  readonly results: readonly string[] = [];
  readonly #plan: GroupPlan;
  readonly #limits: PayloadLimits;
  readonly #ends = new Map<string, MemberEnd>();
  #timer: NodeJS.Timeout | undefined;

  constructor(plan: GroupPlan, limits: PayloadLimits) {
    this.options = { resultTtlMs: plan.resultTtlMs };
    this.upstream = plan.members;
    this.#plan = plan;
    this.#limits = limits;
  }

  open(): never {
    throw new Error('A group is never claimed.');
  }

  content(): string {
    return groupContent(this.#plan);
  }

  /** Begins to wait: calls back at the deadline. */
  start(late: () => void): void {
    this.#timer = setTimeout(late, Math.min(this.#plan.deadlineMs, longestTimerMs)).unref();
  }

  /** Takes down how a member ended. */
  note(taskId: string, outcome: Outcome): void {
    this.#ends.set(taskId, outcome.ok ? { taskId, ok: true } : { taskId, ok: false, code: outcome.reason.code });
  }

  /** Ends the wait: judges the group by how its members have ended so far. */
  finish(): Outcome {
    clearTimeout(this.#timer);
    const ends = this.upstream.map((taskId) => this.#ends.get(taskId) ?? ({ taskId, ok: false } as const));
    const reason = groupFailure(this.#plan, ends);
    return reason === undefined
      ? { ok: true, value: snapshotOf(ends, this.#limits), attempt: 0 }
      : { ok: false, reason, attempt: 0 };
  }
}
