import type { TaskOptions } from '@graflow/resolver';
import {
  type AnySpec,
  checkSchedule,
  checkScheduledSpec,
  checkScheduleId,
  decodePayload,
  dueTicks,
  encodePayload,
  type EnqueueInput,
  nextTick,
  type Schedule,
  type ScheduleState,
  type TaskSchedules,
  TaskSpec,
  toSpecs,
} from '@graflow/taskspec';
import { tasksOf } from '../forms/tasks-of.ts';
import type { MemoryStore } from '../memory-store.ts';
import type { QueueSettings } from '../queue-options.ts';

interface Scheduled {
  readonly schedule: Schedule;
  /** As they were when the schedule was made, whatever is done to them later. */
  readonly args: string;
  readonly spec: AnySpec;
  nextAt: number;
}

/** The schedules of a queue in one process; they end with it. */
export class MemorySchedules implements TaskSchedules {
  readonly #settings: QueueSettings;
  readonly #queue: Pick<MemoryStore, 'refuseClosed' | 'add'>;
  readonly #schedules = new Map<string, Scheduled>();

  constructor(settings: QueueSettings, queue: Pick<MemoryStore, 'refuseClosed' | 'add'>) {
    this.#settings = settings;
    this.#queue = queue;
  }

  /** Makes a schedule, or replaces the one with its id. */
  readonly set: TaskSchedules['set'] = async (
    id: string,
    schedule: Schedule,
    input: EnqueueInput,
    args?: readonly unknown[],
    options?: TaskOptions & { readonly resolverId?: string },
  ): Promise<void> => {
    checkScheduleId(id);
    checkSchedule(schedule);
    const { binding, now, limits } = this.#settings;
    const [spec] = toSpecs(input, args, options, binding);
    if (spec === undefined) return;
    checkScheduledSpec(spec);
    this.#queue.refuseClosed();
    await tasksOf([spec], this.#settings); // refused here, or at no tick
    const before = this.#schedules.get(id);
    const isSame = before !== undefined && JSON.stringify(before.schedule) === JSON.stringify(schedule);
    const nextAt = isSame ? before.nextAt : (nextTick(schedule, now()) ?? Infinity);
    const text = encodePayload(spec.args, { what: 'arguments', ...limits });
    this.#schedules.set(id, { schedule: { ...schedule }, args: text, spec, nextAt });
  };

  /** Gives all schedules, the one that is due next first. */
  async list(): Promise<readonly ScheduleState[]> {
    const states = [...this.#schedules].map(([id, { schedule, spec, nextAt }]) => {
      return { id, schedule: { ...schedule }, name: spec.name, nextAt };
    });
    return states.sort((one, other) => one.nextAt - other.nextAt);
  }

  /** Ends a schedule; tells whether there was one. */
  async remove(id: string): Promise<boolean> {
    return this.#schedules.delete(checkScheduleId(id));
  }

  /** Makes the tasks that are due. A schedule moves on before anything is awaited, so that no tick is made twice. */
  async tick(): Promise<number | undefined> {
    const now = this.#settings.now();
    const specs: AnySpec[] = [];
    let nearest = Infinity;
    for (const [id, scheduled] of this.#schedules) {
      const { ticks, nextAt } = dueTicks(scheduled.schedule, scheduled.nextAt, now);
      scheduled.nextAt = nextAt;
      nearest = Math.min(nearest, nextAt);
      for (const tick of ticks) specs.push(this.#specOf(scheduled, `${id}.${tick}`));
    }
    const bound = toSpecs(specs, undefined, undefined, this.#settings.binding);
    if (bound.length > 0) this.#queue.add(await tasksOf(bound, this.#settings));
    return nearest === Infinity ? undefined : Math.max(0, nearest - now);
  }

  #specOf({ spec, args }: Scheduled, taskId: string): AnySpec {
    const what = spec.isLive ? { executable: spec.executable } : { name: spec.name };
    const read = decodePayload(args, this.#settings.limits) as readonly unknown[];
    return new TaskSpec({ ...spec.options, ...what, args: read, resolverId: spec.resolverId, taskId });
  }
}
