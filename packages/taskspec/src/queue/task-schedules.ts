import type { AnyTask, TaskOptions } from '@graflow/resolver';
import type { Schedule } from '../schedule/schedule.ts';
import type { ArgumentsOf } from '../spec/arguments-of.ts';
import type { AnySpec } from '../spec/task-spec.ts';

/** A schedule as it stands in its queue. */
export interface ScheduleState {
  /** The id of the schedule. */
  readonly id: string;
  /** When it ticks. */
  readonly schedule: Schedule;
  /** How people call its task. */
  readonly name: string;
  /** The first tick whose task was not made yet, in milliseconds since 1970. */
  readonly nextAt: number;
}

/**
 * Tasks that are due again and again. A schedule lives in the queue, and whoever runs `tick` makes its tasks: each tick
 * exactly once, however many do it and whichever of them dies. The task of a tick has the id `<schedule>.<tick>`, the
 * tick in milliseconds since 1970.
 */
export interface TaskSchedules {
  /**
   * Makes a schedule, or replaces the one with its id. Where the times stay as they are, the next tick does too: every
   * process may set its schedules when it starts.
   *
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, and what `enqueue` throws.
   */
  set(id: string, schedule: Schedule, spec: AnySpec): Promise<void>;
  /** Makes one of a function and its arguments. */
  set<F extends AnyTask>(
    id: string,
    schedule: Schedule,
    fn: F,
    ...call: ArgumentsOf<F, TaskOptions & { readonly resolverId?: string }>
  ): Promise<void>;
  /** Gives all schedules, the one that is due next first. */
  list(): Promise<readonly ScheduleState[]>;
  /** Ends a schedule; tasks that it has made go on. Tells whether there was one. */
  remove(id: string): Promise<boolean>;
  /**
   * Makes the tasks that are due. Gives the milliseconds until the next tick; undefined where there is no schedule.
   *
   * @throws what stands in the way of one of them; the others are made.
   */
  tick(): Promise<number | undefined>;
}
