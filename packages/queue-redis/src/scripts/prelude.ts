import { cancelledRecord, groupMark } from '../keys.ts';
import { boundResults } from './bound-results.ts';
import { dedup } from './dedup.ts';
import { events } from './events.ts';
import { lanes } from './lanes.ts';
import { limits } from './limits.ts';
import { outcomes } from './outcomes.ts';
import { writes } from './writes.ts';

/**
 * What every script starts with: the tag, the server's time, and the small steps that several scripts share. An
 * `entry` is one digit for the priority level, then the task id.
 */
export const prelude = `
local tag = KEYS[1]
local cancelled_record, group_mark = '${cancelledRecord}', '${groupMark}'
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local args = cmsgpack.unpack(ARGV[1])
local cursor = 0
local function take() cursor = cursor + 1; return args[cursor] end

${events}
-- Puts an entry where a claim finds it: at once, or when its time has come. Whoever sleeps until the next one is due
-- must hear of an earlier one.
local earlier_due = false
${lanes}
local function make_waiting(entry, delay)
  if delay > 0 then
    redis.call('ZADD', tag .. ':z', now + delay, entry)
    if redis.call('ZRANK', tag .. ':z', entry) == 0 then earlier_due = true end
  elseif not (has_lanes() and lanes().put(entry)) then
    redis.call('RPUSH', tag .. ':r:' .. string.sub(entry, 1, 1), string.sub(entry, 2))
  end
end

local function is_paused() return redis.call('HEXISTS', tag .. ':cfg', 'paused') == 1 end
${limits}
-- Wakes one blocked worker where there is a reason and a limit that allows it; the marker list never holds more than one element.
local function wake_where_due()
  local ready = tag .. ':r:'
  local due = earlier_due or
    redis.call('EXISTS', ready .. '0', ready .. '1', ready .. '2', ready .. '3', ready .. '4') > 0
  if due and redis.call('LLEN', tag .. ':m') == 0 and not is_paused() and room_for(1) > 0 then
    redis.call('RPUSH', tag .. ':m', '1')
  end
end

-- Notes that a worker is alive; with each new one the old ones are forgotten.
local function see_worker(worker)
  if redis.call('ZADD', tag .. ':w', now, worker) == 1 then
    redis.call('ZREMRANGEBYSCORE', tag .. ':w', '-inf', '(' .. string.format('%.0f', now - 15000))
  end
end

-- What is known of tasks that came back from a claim: failures, lost leases, and the token of the claim that gave the task
-- back by a settle. Where all is well nothing is, and a script spends one command to find that out.
local uses_states
local function has_states()
  if uses_states == nil then uses_states = redis.call('EXISTS', tag .. ':a') == 1 end
  return uses_states
end
local function read_state(text)
  local failures, lost, token = string.match(text or '', '^(%d+):(%d+):(.*)$')
  return tonumber(failures or 0), tonumber(lost or 0), token or ''
end
local function state_of(id) return read_state(has_states() and redis.call('HGET', tag .. ':a', id)) end
-- Redis keeps a small hash as a list that it searches from the front, until one name in it is long.
local long_name = string.rep('-', 65)
local function write_state(id, failures, lost, token)
  if not has_states() then redis.call('HSET', tag .. ':a', long_name, '') end
  redis.call('HSET', tag .. ':a', id, failures .. ':' .. lost .. ':' .. token)
  uses_states = true
end
local function forget_states(ids)
  if not has_states() then return end
  redis.call('HDEL', tag .. ':a', unpack(ids))
  if redis.call('HLEN', tag .. ':a') > 1 then return end
  redis.call('DEL', tag .. ':a')
  uses_states = false
end

-- A new task is a list of these. Names in its place would cost as much as all else that is done with it.
local ENTRY, DUE, RECORD, PACKED, ID, KEY, BESIDE = 1, 2, 3, 4, 5, 6, 7
${dedup}
${writes}
${outcomes}
-- Whether tasks wait for others; found out by those scripts that end tasks, and set as soon as one begins to wait.
local uses_after = false

-- Notes that a task ended, with a value (+) or without (-), where others wait for it: they are told by the next script
-- that carries on with the agenda of waiting tasks, which may be this one.
local function note_ended(id, ended)
  if redis.call('EXISTS', tag .. ':dep:' .. id) == 0 then return end
  redis.call('ZADD', tag .. ':after', 0, ended .. id)
  uses_after, earlier_due = true, true
end

-- Who refused tasks, how far they were, which lost leases do not count and how long records are matters to nobody once they have ended.
local function forget_facts(ids)
  if redis.call('EXISTS', tag .. ':x', tag .. ':p', tag .. ':len', tag .. ':alive') == 0 then return end
  redis.call('HDEL', tag .. ':x', unpack(ids))
  redis.call('HDEL', tag .. ':p', unpack(ids))
  redis.call('HDEL', tag .. ':alive', unpack(ids))
  local bytes = 0
  for _, length in ipairs(redis.call('HMGET', tag .. ':len', unpack(ids))) do bytes = bytes + (length or 0) end
  if bytes == 0 then return end
  redis.call('HDEL', tag .. ':len', unpack(ids))
  if redis.call('HINCRBY', tag .. ':len', '*', -bytes) <= 0 then redis.call('DEL', tag .. ':len') end
end

local bounds_results
-- Ends a task without a value: every such end goes through here. The outcome says why, to whoever asks within the ttl.
local done = {}
local function end_without_value(id, token, digest, ttl, outcome)
  forget_states({ id })
  forget_facts({ id })
  if has_lanes() then lanes().forget({ id }) end
  free_key(id)
  local stored = keep_outcome(id, token, digest, ttl, outcome)
  note_ended(id, '-')
  -- What is not kept is told to those who wait now.
  done[#done + 1] = ttl > 0 and id or id .. '\\n' .. stored
end
-- Ends it as a dead letter: the record and its code stay, and why.
local function bury(id, token, ttl, outcome)
  note_end('task-buried', id, outcome)
  redis.call('ZADD', tag .. ':dead', now, id)
  redis.call('HSET', tag .. ':why', id, outcome)
  local key = free_key(id)
  if key then redis.call('HSET', tag .. ':ddk', id, key) end
  end_without_value(id, token, '', ttl, outcome)
end
local function tell_done()
  if #done > 0 then
    redis.call('PUBLISH', tag .. ':done', table.concat(done, '\\30'))
${boundResults}
  end
  record_events()
end
local function dead_outcome(attempt, code, message)
  return '-' .. attempt .. '\\n{"code":"' .. code .. '","failure":{"name":"Refusal","message":"' .. message .. '"}}'
end
`;
