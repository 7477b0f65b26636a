/**
 * The fragment that claims: promotes what is due, returns what lost its lease, pops, and leases with one fresh token.
 * Server time only; every step is bounded, none looks at the backlog.
 */
export const claim = `
local bound = 1000

local function promote()
  local due = redis.call('ZRANGEBYSCORE', tag .. ':z', '-inf', now, 'LIMIT', 0, bound)
  if #due == 0 then return end
  redis.call('ZREM', tag .. ':z', unpack(due))
  for _, entry in ipairs(due) do make_waiting(entry, 0) end
end

-- A lease that ended: the task goes to the front of its list, or, lost too often, to the dead letters.
local function reap(max_lost, ttl)
  local ended = redis.call('ZRANGEBYSCORE', tag .. ':l', '-inf', now, 'LIMIT', 0, 100)
  for _, entry in ipairs(ended) do
    local id = string.sub(entry, 2)
    local failures, lost = read_state(redis.call('HGET', tag .. ':a', id))
    lost = lost + 1
    redis.call('ZREM', tag .. ':l', entry)
    if lost >= max_lost then
      bury(id, '', ttl, dead_outcome(failures + lost, 'GRAFLOW_TASK_POISON',
        'Its worker was lost ' .. lost .. ' times while it ran.'))
    else
      write_state(id, failures, lost, '')
      redis.call('HDEL', tag .. ':x', id)
      redis.call('LPUSH', tag .. ':r:' .. string.sub(entry, 1, 1), id)
    end
  end
end

local function pop(wanted)
  local ids, entries = {}, {}
  for level = 0, 4 do
    if #ids < wanted then
      for _, id in ipairs(redis.call('LPOP', tag .. ':r:' .. level, wanted - #ids) or {}) do
        ids[#ids + 1] = id
        entries[#entries + 1] = level .. id
      end
    end
  end
  return ids, entries
end

-- Gives how many it popped, the token, and for each claimed task: lengths of entry and record, failures, lost leases,
-- entry, record.
local function claim_tasks(wanted, lease, ttl)
  local ids, entries = pop(wanted)
  if #ids == 0 then return 0, '', '' end
  local keys = {}
  for i, id in ipairs(ids) do keys[i] = tag .. ':t:' .. id end
  local records = redis.call('MGET', unpack(keys))
  local states = redis.call('HMGET', tag .. ':a', unpack(ids))
  local token = string.format('%.0f', redis.call('INCR', tag .. ':seq'))
  local leases, held, reply = {}, {}, {}
  for i, id in ipairs(ids) do
    local record = records[i]
    if record then
      local failures, lost = read_state(states[i])
      leases[#leases + 1] = now + lease
      leases[#leases + 1] = entries[i]
      held[#held + 1] = id
      held[#held + 1] = failures .. ':' .. lost .. ':' .. token
      reply[#reply + 1] = struct.pack('>I2I4I2I2', #entries[i], #record, failures, lost)
      reply[#reply + 1] = entries[i]
      reply[#reply + 1] = record
    else
      bury(id, '', ttl, dead_outcome(0, 'GRAFLOW_RECORD_INVALID', 'Its record is missing or not a string.'))
    end
  end
  if #leases > 0 then
    redis.call('ZADD', tag .. ':l', unpack(leases))
    redis.call('HSET', tag .. ':a', unpack(held))
  end
  return #ids, token, table.concat(reply)
end

-- Milliseconds until something is due or a lease ends; -1 where nothing is known to come.
local function next_due()
  local nearest = -1
  for _, key in ipairs({ ':z', ':l' }) do
    local head = redis.call('ZRANGE', tag .. key, 0, 0, 'WITHSCORES')
    if head[2] then
      local wait = math.max(0, tonumber(head[2]) - now)
      if nearest < 0 or wait < nearest then nearest = wait end
    end
  end
  return nearest
end
`;
