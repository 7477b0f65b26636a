import { defineScript } from '../connection/script.ts';
import { auditCode } from './audit-code.ts';
import { auditLanes } from './audit-lanes.ts';
import { code } from './code.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';
import { recordFacts } from './record-facts.ts';

/**
 * Looks at some of the records, and puts those back that stand nowhere: a claim would never find them. Takes away the
 * outcomes among them that are over.
 *
 * KEYS tag · arguments, packed: cursor of the last page (0: the first one), records to look at, ms until the next turn
 * where this page begins one, else 0; who looks.
 * Returns { cursor of the next page (0: there is none), the ids that were put back }; a list without a cursor where
 * another auditor's turn is not over.
 * Every state change is one script, so between two of them each record is in exactly one place, but for what Redis lost:
 * evicted keys, a restored backup, a hand that deleted too much. Where more than 10,000 tasks wait, those that should
 * stand in a ready list are not looked for. O(page + tasks that run + 10,000).
 */
export const auditScript = defineScript(
  'audit/6',
  prelude,
  leases,
  auditLanes,
  code,
  recordFacts,
  auditCode,
  `
local cursor, count, turn, pass = take(), take(), take(), take()
if turn > 0 and not redis.call('SET', tag .. ':audit', '1', 'NX', 'PX', turn) then return {} end

-- The ids in the ready lists, read once; false where there are too many.
local waiting
local function read_waiting()
  local total = 0
  for level = 0, 4 do total = total + redis.call('LLEN', tag .. ':r:' .. level) end
  if total > 10000 then return false end
  local ids = {}
  for level = 0, 4 do
    for _, id in ipairs(redis.call('LRANGE', tag .. ':r:' .. level, 0, -1)) do ids[id] = true end
  end
  return ids
end
local function may_wait(id)
  if waiting == nil then waiting = read_waiting() end
  return not waiting or waiting[id]
end

-- The tasks that the end of a lease would bring back, read once. A claim that Redis lost a part of is ended: what it held is
-- put back, so it may settle nothing any more.
local claimed
local function read_claimed()
  local ids = {}
  for _, token in ipairs(redis.call('HKEYS', tag .. ':open')) do
    local is_whole = redis.call('ZSCORE', tag .. ':l', token) and redis.call('HEXISTS', tag .. ':held', token) == 1
    for nth, task in ipairs(tasks_of(token)) do
      local id = string.sub(task[ENTRY_OF], 2)
      if runs_in(token, nth) and is_whole then ids[id] = true end
      if runs_in(token, nth) and not is_whole and has_lanes() then lanes().leave(id) end
    end
    if token ~= '*' and not is_whole then end_lease(token) end
  end
  return ids
end
local function is_claimed(id)
  claimed = claimed or read_claimed()
  return claimed[id]
end

local function is_delayed(id)
  local scores = redis.call('ZMSCORE', tag .. ':z', '0' .. id, '1' .. id, '2' .. id, '3' .. id, '4' .. id)
  for _, score in ipairs(scores) do
    if score then return true end
  end
end
local function stands_somewhere(id)
  return is_claimed(id) or is_delayed(id) or redis.call('ZSCORE', tag .. ':dead', id)
    or redis.call('EXISTS', tag .. ':need:' .. id) == 1 or stands_in_lane(id) or may_wait(id)
end

local function count_running_anew()
  local all, claims = 0, redis.call('HGETALL', tag .. ':open')
  for i = 1, #claims, 2 do
    local _, running = string.gsub(claims[i + 1], 'r', '')
    all = all + running
  end
  if #claims > 0 then redis.call('HSET', tag .. ':open', '*', all) end
end

-- The priority level that a record asks for, and its limit key; the middle one where it cannot be read, and whoever claims
-- it says so.
local function place_of(key)
  local options = options_in(key)
  local priority = tonumber(options.priority) or 0
  local limit_key = type(options.limitKey) == 'string' and options.limitKey
  return math.max(0, math.min(4, 2 - math.floor(priority))), limit_key
end

-- A pass that nobody goes on with ends by itself.
if cursor == '0' then begin_recount(pass) end
local recounts = redis.call('HGET', tag .. ':ccs', '=') == pass
if recounts then redis.call('PEXPIRE', tag .. ':ccs', 120000) end

local found = { '0' }
local next_cursor, keys = unpack(redis.call('SCAN', cursor, 'MATCH', tag .. ':t:*', 'COUNT', count, 'TYPE', 'string'))
found[1] = next_cursor
for _, key in ipairs(keys) do
  local id = string.sub(key, #tag + 4)
  local head = head_of(id)
  -- What was cancelled in a ready list is passed over there.
  if not head then
    redis.call('DEL', key)
  elseif is_record(head) then
    if recounts then recount(key) end
    if not stands_somewhere(id) then
      local level, limit_key = place_of(key)
      if limit_key then
        lanes().hold(id, limit_key)
        lanes().put(level .. id, true)
      else
        redis.call('LPUSH', tag .. ':r:' .. level, id)
        if waiting then waiting[id] = true end
      end
      found[#found + 1] = id
    end
  end
end
if recounts and next_cursor == '0' then end_recount() end
sweep_past(10)
local is_mended = false
if turn > 0 then
  count_running_anew()
  is_mended = has_lanes() and mend_lanes(read_waiting())
end
if #found > 1 or is_mended then wake_where_due() end
return found
`,
);
