import { across } from './across.ts';
import { group } from './group.ts';
import { takenValues } from './taken-values.ts';

/**
 * The fragment of tasks that wait for others; used by `enqueue` and `settle`, after the prelude.
 *
 * A task that waits has a hash `:need:<id>` of what it still waits for, and its id stands in the list `:dep:<upstream>` of
 * each of these; of those of another partition it knows no more, and that one has `>` and our number in such a list of its own.
 * `:after` is the agenda, by time: `w` + entry of a task that waits, when its time is over, and `+` or `-`
 * + id of a task that ended with or without a value, from when there are others to tell of it. Where nobody waits for
 * anything, `:after` does not exist, and a script spends one command to find that out.
 */
export const after = `
local longest_wait = 30 * 24 * 3600000
local own_outcome_ttl = 3600000
local most_told = 1000

${across}
local function delay_of(due)
  if string.sub(due, 1, 1) == '+' then return tonumber(string.sub(due, 2)) end
  return due == '0' and 0 or tonumber(due) - now
end

-- How a task ended: + with a value, - without one; false where it has not, or nobody knows it.
local function how_ended(id)
  local head = redis.call('GETRANGE', outcome_key(id), 0, 127)
  local sign = string.match(head, '^[^\\n]*\\n[^\\n]*\\n([+-])')
  return sign or redis.call('ZSCORE', tag .. ':dead', id) and '-'
end

${takenValues}
${group}
local function upstream_failed(id, upstream)
  bury(id, '', own_outcome_ttl, dead_outcome(0, 'GRAFLOW_UPSTREAM_FAILED',
    'Task ' .. upstream .. ' ended without a value, and this one was to run after it.'))
end

-- Makes a new task wait for others, or ends it where one of them ended without a value. Gives false where all of them
-- have ended well. What it needs: ids with spaces between, those whose value it takes with = before them, those of another
-- partition with > and its number behind them: that one is asked to tell.
local function hold_back(entry, due, needs)
  local id = string.sub(entry, 2)
  local open, taken, asked, failed = {}, {}, {}, nil
  for takes, upstream, partition in string.gmatch(needs, '(=?)([^ >]+)>?(%d*)') do
    local ended = partition == '' and how_ended(upstream)
    if partition ~= '' then asked[upstream] = { partition, 'watch', own_partition(), upstream, takes } end
    if takes == '=' then
      taken[#taken + 1] = upstream
      hold_value(upstream, ended)
    end
    if ended == '-' then failed = failed or upstream end
    if not ended then open[#open + 1] = upstream end
  end
  if #taken > 0 then redis.call('HSET', tag .. ':in', id, table.concat(taken, ' ')) end
  uses_after = true
  if failed then
    upstream_failed(id, failed)
    return true
  end
  if #open == 0 then return false end
  if redis.call('EXISTS', tag .. ':dep:' .. id) == 1 then
    -- Somebody waits for it already. Where that is one of those it waits for, perhaps through others, none of them could ever run.
    local left, seen, looks = { unpack(open) }, {}, most_told
    while #left > 0 and looks > 0 do
      local one = table.remove(left)
      if one == id then
        bury(id, '', own_outcome_ttl, dead_outcome(0, 'GRAFLOW_TASK_CYCLE',
          'It was to run after ' .. table.concat(open, ', ') .. ', and that after it.'))
        return true
      elseif not seen[one] then
        seen[one], looks = true, looks - 1
        for _, upstream in ipairs(redis.call('HKEYS', tag .. ':need:' .. one)) do left[#left + 1] = upstream end
      end
    end
  end
  redis.call('HSET', tag .. ':need:' .. id, '+', string.sub(entry, 1, 1) .. due)
  for _, upstream in ipairs(open) do
    redis.call('HSET', tag .. ':need:' .. id, upstream, '')
    redis.call('RPUSH', tag .. ':dep:' .. upstream, id)
    if asked[upstream] then send_to(unpack(asked[upstream])) end
  end
  redis.call('ZADD', tag .. ':after', now + longest_wait, 'w' .. entry)
  return true
end

-- Ends the wait of a task; gives its entry and due, or nothing where it does not wait any more.
local function stop_waiting(id)
  local held = redis.call('HGET', tag .. ':need:' .. id, '+')
  if not held then return end
  local entry = string.sub(held, 1, 1) .. id
  redis.call('DEL', tag .. ':need:' .. id)
  redis.call('ZREM', tag .. ':after', 'w' .. entry)
  return entry, string.sub(held, 2)
end

-- Tells a task, with @ a group, with > another partition, that one of those it waits for has ended.
local function tell_of_end(id, upstream, ended)
  local first = string.sub(id, 1, 1)
  if first == '@' then
    tell_group(string.sub(id, 2), upstream, ended)
  elseif first == '>' then
    local takes, partition = string.match(id, '^>(=?)(%d+)$')
    tell_elsewhere(partition, takes, upstream, ended)
    redis.call('HDEL', tag .. ':watched', upstream .. id)
    if takes == '=' then give_back_value(upstream) end
  elseif ended == '-' then
    if stop_waiting(id) then upstream_failed(id, upstream) end
  elseif redis.call('HDEL', tag .. ':need:' .. id, upstream) == 1 and redis.call('HLEN', tag .. ':need:' .. id) == 1 then
    local entry, due = stop_waiting(id)
    local delay = delay_of(due)
    make_waiting(entry, delay)
    if delay <= 0 then note('task-ready', id) end
  end
end

local function tell_dependents(upstream, ended, most)
  local ids = redis.call('LPOP', tag .. ':dep:' .. upstream, most) or {}
  for _, id in ipairs(ids) do tell_of_end(id, upstream, ended) end
  if #ids < most then redis.call('ZREM', tag .. ':after', ended .. upstream) end
  return #ids + 1
end

-- Does what the agenda has for now, as much as one script may: later ones go on with the rest.
local function carry_on()
  local left = most_told
  while left > 0 do
    local due = redis.call('ZRANGEBYSCORE', tag .. ':after', '-inf', now, 'LIMIT', 0, 1)[1]
    if not due then return end
    local kind, rest = string.sub(due, 1, 1), string.sub(due, 2)
    if kind == 'w' then
      local id = string.sub(rest, 2)
      stop_waiting(id)
      bury(id, '', own_outcome_ttl, dead_outcome(0, 'GRAFLOW_TASK_EXPIRED', 'What it was to run after did not end in time.'))
      left = left - 1
    elseif kind == 'g' then
      judge_group(rest)
      left = left - 100
    else
      left = left - tell_dependents(rest, kind, left)
    end
  end
  earlier_due = true
end

-- Puts acked tasks on the agenda where others wait for them.
local function note_acked(ids)
  local lists = {}
  for i, id in ipairs(ids) do lists[i] = tag .. ':dep:' .. id end
  if redis.call('EXISTS', unpack(lists)) == 0 then return end
  for _, id in ipairs(ids) do note_ended(id, '+') end
end
`;
