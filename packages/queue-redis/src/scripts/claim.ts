import { ageing } from './ageing.ts';
import { promote } from './promote.ts';

/**
 * The fragment that claims: promotes what is due, returns what lost its lease, pops, and leases with one fresh token.
 * Server time only; every step is bounded, none looks at the backlog. Stands behind the fragment `leases`.
 */
export const claim = `
local bound = 1000

local function promote()
${promote}
end

-- Ends leases that are over. Of each claim those tasks go back that still belong to it, in the order in which they came.
local function reap(max_lost, ttl)
  local tasks_left = 100
  for _, token in ipairs(redis.call('ZRANGEBYSCORE', tag .. ':l', '-inf', now, 'LIMIT', 0, tasks_left)) do
    local tasks = tasks_of(token)
    for nth = #tasks, 1, -1 do
      if runs_in(token, nth) then
        if has_lanes() then lanes().leave(string.sub(tasks[nth][ENTRY_OF], 2)) end
        lose_lease(tasks[nth], max_lost, ttl, token)
      end
    end
    end_lease(token)
    tasks_left = tasks_left - #tasks
    if tasks_left <= 0 then return end
  end
end

${ageing}
local function pop(wanted)
  raise_aged()
  local ids, entries = {}, {}
  local level, tickets = 0, 0
  while level < 5 and #ids < wanted and tickets < bound do
    -- Made once: to write a number costs more than to join two strings.
    local name, popped = tostring(level), redis.call('LPOP', tag .. ':r:' .. level, wanted - #ids) or {}
    note_popped(level, #popped)
    local is_last = #popped < wanted - #ids
    for _, id in ipairs(popped) do
      local own_level = name
      if uses_lanes ~= false and string.byte(id) == 64 then
        tickets = tickets + 1
        is_last = false
        id, own_level = lanes().take(id)
      end
      if id then
        ids[#ids + 1] = id
        entries[#entries + 1] = own_level .. id
      end
    end
    if is_last then level = level + 1 end
  end
  return ids, entries
end

-- What was cancelled while it stood in a ready list left its mark there, which goes when its turn comes.
local swept = 0
local function sweep(ids)
  swept = swept + #ids
  for _, id in ipairs(ids) do drop_record(id) end
  redis.call('HINCRBY', tag .. ':cfg', 'cancelled', -#ids)
end

-- Gives how many it popped, the token, and the claimed tasks: their entries in one string, of a task that came back from a
-- claim also ':failures:lost', their records, and the values that these take. Records are handed on as they came from MGET: in
-- Redis' Lua each new string costs as much as it is long.
local function claim_tasks(wanted, lease, ttl)
  if is_paused() then return 0, '', '', {}, {} end
  local ids, entries = pop(wanted)
  if #ids == 0 then return 0, '', '', {}, {} end
  local keys = {}
  for i, id in ipairs(ids) do keys[i] = tag .. ':t:' .. id end
  local records = redis.call('MGET', unpack(keys))
  local states = has_states() and redis.call('HMGET', tag .. ':a', unpack(ids)) or {}
  local token = string.format('%.0f', redis.call('INCR', tag .. ':seq'))
  local names, claimed, cancelled, count = {}, {}, {}, 0
  for i, id in ipairs(ids) do
    local record = records[i]
    if record == cancelled_record then
      cancelled[#cancelled + 1] = id
    elseif record then
      count = count + 1
      names[count] = entries[i]
      claimed[count] = record
      if states[i] then names[count] = entries[i] .. ':' .. string.match(states[i], '^%d+:%d+') end
    else
      if has_lanes() then lanes().leave(id) end
      bury(id, '', ttl, dead_outcome(0, 'GRAFLOW_RECORD_INVALID', 'Its record is missing or not a string.'))
    end
  end
  if #cancelled > 0 then
    sweep(cancelled)
    if count == 0 and swept < bound then return claim_tasks(wanted, lease, ttl) end
  end
  names = table.concat(names, ' ')
  if count > 0 then
    note_claimed(names)
    open_lease(token, string.format('%.0f', now + lease), names, count)
  end
  return #ids, token, names, claimed, uses_after and values_for(ids) or {}
end

-- Milliseconds until something is due or a lease ends; -1 where nothing is known to come.
local function next_due()
  local allowed_in = rate_allows_in()
  if allowed_in then return allowed_in end
  local nearest = -1
  local agendas = { ':z', ':l' }
  if uses_after then agendas[3] = ':after' end
  if has_lanes() then agendas[#agendas + 1] = ':rest' end
  for _, key in ipairs(agendas) do
    local head = redis.call('ZRANGE', tag .. key, 0, 0, 'WITHSCORES')
    if head[2] then
      local wait = math.max(0, tonumber(head[2]) - now)
      if nearest < 0 or wait < nearest then nearest = wait end
    end
  end
  return nearest
end
`;
