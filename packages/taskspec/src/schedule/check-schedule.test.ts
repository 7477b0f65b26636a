import { describe, expect, it } from 'vitest';
import { TaskSpec } from '../spec/task-spec.ts';
import { checkSchedule, checkScheduledSpec, checkScheduleId } from './check-schedule.ts';
import type { Schedule } from './schedule.ts';

describe('checkSchedule', () => {
  it.each<Schedule>([
    { everyMs: 10 },
    { cron: '0 3 * * MON', timeZone: 'Europe/Berlin', missed: 'skip' },
    { cron: '*/5 0 3 1 JAN *' },
    { cron: '@daily', missed: 'all' },
  ])('takes %j', (schedule) => {
    expect(checkSchedule(schedule)).toBe(schedule);
  });

  it.each<[string, unknown]>([
    ['everyMs must be whole milliseconds from 10, got 9.', { everyMs: 9 }],
    ['cron must be five or six parts, like "0 3 * * MON", got \'* * * *\'.', { cron: '* * * *' }],
    ['cron must be five or six parts', { cron: '2026-12-24T10:00:00' }],
    ['cron must be five or six parts', { cron: 5 }],
    ['cron must be a pattern like "0 3 * * MON" (CronPattern: Invalid value for minute: 61)', { cron: '61 * * * *' }],
    ['cron must be a pattern that is due some day', { cron: '0 0 30 2 *' }],
    ['timeZone must be a name like "Europe/Berlin", got \'Mars/City\'.', { cron: '0 3 * * *', timeZone: 'Mars/City' }],
    ["missed must be all, once or skip, got 'never'.", { everyMs: 10, missed: 'never' }],
    ['"timezone" is no option. Did you mean "timeZone"?', { cron: '0 3 * * *', timezone: 'UTC' }],
    ['"cron" is no option.', { everyMs: 10, cron: '0 3 * * *' }],
  ])('says: %s', (message, schedule) => {
    const check = () => checkSchedule(schedule as Schedule);
    expect(check).toThrow(message);
    expect(check).toThrow(expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID' }));
  });
});

describe('checkScheduleId', () => {
  it('leaves room for the tick in the ids of its tasks', () => {
    expect(checkScheduleId('a'.repeat(96))).toHaveLength(96);
    expect(() => checkScheduleId('a'.repeat(97))).toThrow('id must be an id like "nightly-report"');
    expect(() => checkScheduleId('a b')).toThrow('id must be');
  });
});

describe('checkScheduledSpec', () => {
  it.each([{ taskId: 'order-17' }, { delayMs: 5 }, { runAt: 5 }, { after: ['order-17'] }])(
    'leaves id and time to the schedule: %j',
    (options) => {
      expect(() => checkScheduledSpec(new TaskSpec({ name: 'task', ...options }))).toThrow('must be left out');
    },
  );
});
