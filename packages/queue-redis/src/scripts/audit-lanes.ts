/**
 * The fragment that mends lanes, for `audit`: counts what is claimed and what waits anew, and gives tickets where Redis lost
 * them. Where more than 10,000 tasks have a key it leaves them as they are. O(lanes + claimed tasks).
 */
export const auditLanes = `
local function stands_in_lane(id)
  local key = has_lanes() and redis.call('HGET', tag .. ':lk', id)
  return key and redis.call('ZSCORE', tag .. ':lane:' .. key, id)
end

-- How many tasks of each key are claimed, by the claims.
local function claimed_by_key()
  local counts = {}
  for _, token in ipairs(redis.call('ZRANGE', tag .. ':l', 0, -1)) do
    for nth, task in ipairs(tasks_of(token)) do
      local key = runs_in(token, nth) and redis.call('HGET', tag .. ':lk', string.sub(task[ENTRY_OF], 2))
      if key then counts[key] = (counts[key] or 0) + 1 end
    end
  end
  return counts
end

local function set_fact(name, value)
  if value > 0 then redis.call('HSET', tag .. ':lanes', name, value) else redis.call('HDEL', tag .. ':lanes', name) end
end

-- The keys that tasks have, or that something is noted of, and what is noted.
local function keys_and_facts()
  local keys, facts, list = {}, {}, redis.call('HGETALL', tag .. ':lanes')
  for _, key in ipairs(redis.call('HVALS', tag .. ':lk')) do keys[key] = true end
  for i = 1, #list, 2 do
    facts[list[i]] = list[i + 1]
    if string.match(list[i], '^[+@]') then keys[string.sub(list[i], 2)] = true end
  end
  return keys, facts
end

-- Mends one lane; tells whether something was wrong. Standing: what stands in ready lists, nothing where these were not read.
local function mend_lane(key, facts, claimed, standing)
  local ticket = facts['@' .. key]
  local is_miscounted = tonumber(facts['+' .. key] or 0) ~= claimed
  local is_lost = ticket and standing and not standing['@' .. string.sub(ticket, 2) .. ':' .. key]
  if is_miscounted then set_fact('+' .. key, claimed) end
  if is_lost then redis.call('HDEL', tag .. ':lanes', '@' .. key) end
  lanes().offer(key)
  return is_miscounted or is_lost
end

local function mend_lanes(standing)
  if redis.call('HLEN', tag .. ':lanes') + redis.call('HLEN', tag .. ':lk') > 10000 then return false end
  local keys, facts = keys_and_facts()
  local claimed, waiting, tickets, is_mended = claimed_by_key(), 0, 0, false
  for id in pairs(standing or {}) do
    if string.byte(id) == 64 then tickets = tickets + 1 end
  end
  if standing then set_fact('=tickets', tickets) end
  for key in pairs(keys) do
    if mend_lane(key, facts, claimed[key] or 0, standing) then is_mended = true end
    waiting = waiting + redis.call('ZCARD', tag .. ':lane:' .. key)
  end
  set_fact('=waiting', waiting)
  return is_mended
end
`;
