import type { TaskOptions } from '@graflow/resolver';
import {
  checkSchedule,
  checkScheduledSpec,
  checkScheduleId,
  type EnqueueInput,
  nextTick,
  reissueRecord,
  type Schedule,
  type ScheduleState,
  type TaskSchedules,
  toSpecs,
} from '@graflow/taskspec';
import { runScript } from '../connection/script.ts';
import { serverTime } from '../connection/server-time.ts';
import type { PreparedTask } from '../enqueueing/prepared-task.ts';
import { scheduleKey, schedulesKey } from '../keys.ts';
import { removeScheduleScript, setScheduleScript } from '../scripts/schedules.ts';
import { type ScheduleParts, templateIdOf, tickSchedules } from './tick-schedules.ts';

/** Schedules in Redis: their times, and for each a signed record from which whoever ticks makes those of its tasks. */
export class RedisSchedules implements TaskSchedules {
  readonly #parts: ScheduleParts;

  /** Asks nothing yet. */
  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Makes a schedule, or replaces the one with its id; the first tick goes by the clock of Redis. */
  readonly set: TaskSchedules['set'] = async (
    id: string,
    schedule: Schedule,
    input: EnqueueInput,
    args?: readonly unknown[],
    options?: TaskOptions & { readonly resolverId?: string },
  ): Promise<void> => {
    checkScheduleId(id);
    checkSchedule(schedule);
    const { connection, tag, binding, writer, confirm } = this.#parts;
    const [spec] = toSpecs(input, args, options, binding);
    if (spec === undefined) return;
    checkScheduledSpec(spec);
    await confirm();
    await spec.ensureSerialized();
    const [task] = await writer.prepare([spec]);
    const firstAt = nextTick(schedule, await serverTime(connection)) ?? Infinity;
    const head = [id, String(firstAt), JSON.stringify(schedule), spec.name];
    await runScript(connection, setScheduleScript, tag, [...head, ...this.#templateOf(id, task as PreparedTask)]);
  };

  /** Gives all schedules, the one that is due next first. */
  async list(): Promise<readonly ScheduleState[]> {
    const { connection, tag } = this.#parts;
    const due = await connection.ask((client) => client.zrange(schedulesKey(tag), '0', '-1', 'WITHSCORES'));
    const ids = due.filter((_, index) => index % 2 === 0);
    const read = (id: string) => connection.ask((client) => client.hmget(scheduleKey(tag, id), 'schedule', 'name'));
    const found = await Promise.all(ids.map(read));
    return found.flatMap(([schedule, name], index) => {
      if (typeof schedule !== 'string' || typeof name !== 'string') return []; // removed meanwhile
      const nextAt = Number(due[2 * index + 1]);
      return [{ id: ids[index] as string, schedule: JSON.parse(schedule) as Schedule, name, nextAt }];
    });
  }

  /** Ends a schedule; tells whether there was one. */
  async remove(id: string): Promise<boolean> {
    const { connection, tag } = this.#parts;
    return (await runScript(connection, removeScheduleScript, tag, [checkScheduleId(id)])) === 1;
  }

  /** Makes the tasks that are due by the clock of Redis. */
  tick(): Promise<number | undefined> {
    return tickSchedules(this.#parts);
  }

  /** The record of a template has an id that no task has, so that no task's record serves as one. */
  #templateOf(id: string, { taskId, args, record }: PreparedTask) {
    const [entry, due, , beside] = args;
    const template = { ...this.#parts.settings, madeFor: taskId, taskId: templateIdOf(id) };
    return [entry, due, reissueRecord(record, template), beside] as readonly [string, string, Buffer, Buffer];
  }
}
