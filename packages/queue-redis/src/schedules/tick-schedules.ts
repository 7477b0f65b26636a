import { checkSchedule, dueTicks, reissueRecord, type Schedule, type SpecBinding } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import { runScript } from '../connection/script.ts';
import type { TaskWriter } from '../enqueueing/task-writer.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { dueSchedulesScript, tickScript } from '../scripts/schedules.ts';

/** What schedules need of their queue. */
export interface ScheduleParts {
  readonly connection: Pick<Connection, 'ask'>;
  readonly tag: string;
  readonly settings: RedisQueueSettings;
  readonly binding: SpecBinding;
  readonly writer: TaskWriter;
  /** Rejects where the queue lies in another number of partitions. */
  readonly confirm: () => Promise<void>;
}

type DueSchedule = readonly [id: Buffer, due: Buffer, schedule: Buffer, level: Buffer, record: Buffer, beside: Buffer];
type DueReply = readonly [now: Buffer, next: Buffer, due: readonly DueSchedule[]];

const mostAtOnce = 100;

/** The id under which the record lies that the tasks of a schedule are made from. */
export const templateIdOf = (scheduleId: string): string => `${scheduleId}.template`;

/** Makes the tasks of due schedules; see {@link @graflow/taskspec#TaskSchedules}. One that cannot be ticked keeps no other back. */
export async function tickSchedules(parts: ScheduleParts): Promise<number | undefined> {
  await parts.confirm();
  const reply = (await runScript(parts.connection, dueSchedulesScript, parts.tag, [])) as DueReply;
  const [now, next, due] = [Number(reply[0]), reply[1].length > 0 ? Number(String(reply[1])) : Infinity, reply[2]];
  const ticked = await Promise.allSettled(due.map((schedule) => tickOne(parts, schedule, now)));
  for (const one of ticked) if (one.status === 'rejected') throw one.reason;
  if (due.length === mostAtOnce) return 0;
  const times = ticked.map((one) => (one.status === 'fulfilled' ? one.value : Infinity));
  const nearest = Math.min(next, ...times);
  return nearest === Infinity ? undefined : Math.max(0, nearest - now);
}

/** Gives when the schedule is due next. */
async function tickOne(parts: ScheduleParts, schedule: DueSchedule, now: number): Promise<number> {
  const [id, due, times, level] = schedule.map(String) as [string, string, string, string];
  const [, , , , record, beside] = schedule;
  const { ticks, nextAt } = dueTicks(checkSchedule(JSON.parse(times) as Schedule), Number(due), now);
  const args: ScriptArgument[] = [id, due, times, nextAt === Infinity ? '+inf' : String(nextAt), ticks.length];
  for (const tick of ticks) {
    const taskId = `${id}.${tick}`;
    const fresh = reissueRecord(record, { ...parts.settings, madeFor: templateIdOf(id), taskId, now });
    args.push(`${level}${taskId}`, '0', fresh, beside);
  }
  await runScript(parts.connection, tickScript, parts.tag, args);
  return nextAt;
}
