/**
 * The fragment of leases; used by whatever begins, ends or looks at claims. All tasks of a claim share one lease: `:l` holds
 * the claim's token by the end of the lease, `:held` the tasks that came with it. A task belongs to the claim for as long as
 * its state in `:a` names the token, so each can leave by itself; `:open` counts those that have not, of all claims under *.
 */
export const leases = `
local function open_lease(token, lease_end, names, count)
  redis.call('ZADD', tag .. ':l', lease_end, token)
  redis.call('HSET', tag .. ':held', token, names)
  redis.call('HSET', tag .. ':open', token, count)
  redis.call('HINCRBY', tag .. ':open', '*', count)
end

local function end_lease(token, left)
  redis.call('ZREM', tag .. ':l', token)
  redis.call('HDEL', tag .. ':held', token)
  redis.call('HDEL', tag .. ':open', token)
  if left ~= 0 then redis.call('HINCRBY', tag .. ':open', '*', -left) end
end

-- Notes that a task leaves its claim. What is noted is counted by count_left, once for all tasks of a claim.
local leaving = {}
local function leave_claim(token, id)
  leaving[token] = (leaving[token] or 0) + 1
  if uses_lanes ~= false and has_lanes() then lanes().leave(id) end
end
local function count_left()
  for token, count in pairs(leaving) do
    redis.call('HINCRBY', tag .. ':open', '*', -count)
    local left = redis.call('HINCRBY', tag .. ':open', token, -count)
    if left <= 0 then end_lease(token, left) end
  end
  leaving = {}
end

local function is_live(token) return token ~= '' and string.sub(token, 1, 1) ~= '-' end

-- The entries of the tasks that came with a claim.
local function entries_of(token)
  local entries = {}
  for entry in string.gmatch(redis.call('HGET', tag .. ':held', token) or '', '([^ :]+)[^ ]*') do
    entries[#entries + 1] = entry
  end
  return entries
end

-- How often a task has lost its worker: lost leases, but for those whose holder was heard of afterwards.
local function workers_lost(id, lost) return lost - (redis.call('HGET', tag .. ':alive', id) or 0) end

-- A task whose lease ended goes to the front of its list, or, lost too often, to the dead letters. With its token, where the holder
-- may still be alive: whoever renews or settles by it later proves that, and this loss does not count.
local function lose_lease(entry, failures, lost, max_lost, ttl, token)
  local id = string.sub(entry, 2)
  lost = lost + 1
  local workers = workers_lost(id, lost)
  if workers >= max_lost then
    return bury(id, '', ttl, dead_outcome(failures + lost, 'GRAFLOW_TASK_POISON',
      'Its worker was lost ' .. workers .. ' times while it ran.'))
  end
  if token then
    redis.call('SADD', tag .. ':void:' .. token, id)
    redis.call('PEXPIRE', tag .. ':void:' .. token, 600000)
  end
  note_lost(id, failures + lost)
  write_state(id, failures, lost, '')
  redis.call('HDEL', tag .. ':x', id)
  if has_lanes() and lanes().put(entry, true) then return end
  redis.call('LPUSH', tag .. ':r:' .. string.sub(entry, 1, 1), id)
end
`;
