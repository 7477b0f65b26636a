import { defineFreeingScript, defineScript } from '../connection/script.ts';
import { add } from './add.ts';
import { after } from './after.ts';
import { code } from './code.ts';
import { prelude } from './prelude.ts';

/**
 * Makes a schedule, or replaces it; where its times are the same, its next tick stays.
 *
 * KEYS tag · arguments, packed: id, when the first tick is due, schedule as JSON, name of the task; entry, due, record and
 * beside of the task that those of the ticks are made from.
 * One script, so that nobody ticks by one version and makes the task of the other. O(log schedules).
 */
export const setScheduleScript = defineScript(
  'set-schedule/1',
  prelude,
  code,
  after,
  add,
  `
local id, next_at, schedule, name, task = take(), take(), take(), take(), take_task()
local key = tag .. ':cron:' .. id
local before = redis.call('HMGET', key, 'schedule', 'code')
local code = task[BESIDE] and task[BESIDE].code or ''
hold_code(code)
drop_code(before[2] or '')
redis.call('HSET', key, 'schedule', schedule, 'name', name, 'level', string.sub(task[ENTRY], 1, 1),
  'record', task[RECORD], 'beside', task[PACKED], 'code', code)
if before[1] ~= schedule then redis.call('ZADD', tag .. ':cron', next_at, id) end
`,
);

/** Ends a schedule. KEYS tag · arguments, packed: id. Returns 1 where there was one. O(log schedules). */
export const removeScheduleScript = defineFreeingScript(
  'remove-schedule/1',
  prelude,
  code,
  after,
  add,
  `
local id = take()
drop_code(redis.call('HGET', tag .. ':cron:' .. id, 'code') or '')
redis.call('DEL', tag .. ':cron:' .. id)
return redis.call('ZREM', tag .. ':cron', id)
`,
);

/**
 * Gives up to 100 schedules that are due, and changes nothing.
 *
 * KEYS tag · no arguments.
 * Returns { the server's time; when the next one is due, empty where there is none; each as id, due, schedule, level, record, beside }.
 */
export const dueSchedulesScript = defineScript(
  'due-schedules/1',
  prelude,
  `
local due = redis.call('ZRANGEBYSCORE', tag .. ':cron', '-inf', now, 'WITHSCORES', 'LIMIT', 0, 100)
local found = {}
for i = 1, #due, 2 do
  found[#found + 1] = { due[i], due[i + 1],
    unpack(redis.call('HMGET', tag .. ':cron:' .. due[i], 'schedule', 'level', 'record', 'beside')) }
end
local head = redis.call('ZRANGE', tag .. ':cron', '(' .. string.format('%.0f', now), 'inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')
return { string.format('%.0f', now), head[2] or '', found }
`,
);

/**
 * Makes the tasks of ticks waiting and moves their schedule on, unless somebody else did, or the schedule is another one now.
 *
 * KEYS tag · arguments, packed: id, when it was due, its JSON, when it is due next; number of tasks, then each as entry, due, record, beside.
 * One script, so that each tick is made once, whoever dies. O(n + log schedules).
 */
export const tickScript = defineScript(
  'tick/1',
  prelude,
  code,
  after,
  add,
  `
local id, due, schedule, next_at = take(), take(), take(), take()
local tasks = take_tasks()
if redis.call('ZSCORE', tag .. ':cron', id) ~= due then return end
if redis.call('HGET', tag .. ':cron:' .. id, 'schedule') ~= schedule then return end
redis.call('ZADD', tag .. ':cron', next_at, id)
for _, task in ipairs(tasks) do
  local rest = leave_out_known({ task })
  local stored = stored_of(rest)
  if stored then add_tasks(rest, stored) end
end
tell_done()
wake_where_due()
`,
);
