import { optionInvalid } from '../errors.ts';
import { checkDuration } from '../spec/check-duration.ts';
import { checkOptionNames } from '../spec/check-option-names.ts';
import type { AnySpec } from '../spec/task-spec.ts';
import type { Schedule } from './schedule.ts';
import { nextTick } from './ticks.ts';

const idPattern = /^(?=.{1,96}$)[A-Za-z0-9_-][A-Za-z0-9._-]*(~[A-Za-z0-9._-]+)?$/;
const cronPattern = /^(@[a-z]+|\S+(\s+\S+){4,5})$/;
const leastEveryMs = 10;

/**
 * Checks the id of a schedule; the ids of its tasks begin with it.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkScheduleId(id: string): string {
  if (typeof id === 'string' && idPattern.test(id)) return id;
  throw optionInvalid(
    'id',
    id,
    'an id like "nightly-report": up to 96 letters, digits, ".", "_" and "-", no "." first',
  );
}

/**
 * Checks a schedule, and that it ticks at all.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkSchedule(schedule: Schedule): Schedule {
  const { missed } = schedule;
  if (missed !== undefined && !['all', 'once', 'skip'].includes(missed))
    throw optionInvalid('missed', missed, 'all, once or skip');
  if ('everyMs' in schedule) {
    checkOptionNames<typeof schedule>(schedule, { everyMs: true, missed: true });
    checkDuration('everyMs', schedule.everyMs, leastEveryMs);
    return schedule;
  }
  checkOptionNames<typeof schedule>(schedule, { cron: true, timeZone: true, missed: true });
  if (firstTickOf(schedule) === undefined)
    throw optionInvalid('cron', schedule.cron, 'a pattern that is due some day, like "0 3 * * MON"');
  return schedule;
}

function firstTickOf(schedule: Extract<Schedule, { readonly cron: string }>): number | undefined {
  const { cron, timeZone } = schedule;
  if (typeof cron !== 'string' || !cronPattern.test(cron))
    throw optionInvalid('cron', cron, 'five or six parts, like "0 3 * * MON"');
  try {
    return nextTick(schedule, Date.now());
  } catch (error) {
    const { message } = error as Error;
    if (/timezone|time zone/i.test(message)) throw optionInvalid('timeZone', timeZone, 'a name like "Europe/Berlin"');
    throw optionInvalid('cron', cron, `a pattern like "0 3 * * MON" (${message})`);
  }
}

/**
 * Checks the spec that a schedule makes its tasks of: id and time are not its own, and it waits for no other task.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkScheduledSpec({ options }: AnySpec): void {
  for (const name of ['taskId', 'delayMs', 'runAt', 'after'] as const) {
    if (options[name] !== undefined)
      throw optionInvalid(name, options[name], 'left out: the schedule says it of each of its tasks');
  }
}
