/**
 * The fragment of lanes, part of the prelude: the tasks of one limit key that wait, in their order. `:lk` says of each task with
 * a key which one, until the task ends. A lane is a sorted set `:lane:<key>`; `:lanes` counts under `+<key>` its claimed tasks.
 *
 * A lane has at most one ticket: `@<number>:<key>` in the ready list of its first task, known by its level and number under
 * `@<key>`. A claim that comes to the ticket takes the first task of the lane, and a lane that may start another one gets a
 * new ticket at the end of the list, so lanes take turns. One that is full has none until a task leaves it, and one that
 * started as many as the rate allows rests in `:rest` until it may. A ticket with another number is passed over.
 *
 * Where no task has a key, a script that adds or returns tasks spends one command to find that out; `settle` asks with
 * what it asks anyway. The functions are made when they are first needed.
 */
export const lanes = `
local uses_lanes
local function has_lanes()
  if uses_lanes == nil then uses_lanes = redis.call('EXISTS', tag .. ':lk', tag .. ':lanes', tag .. ':rest') > 0 end
  return uses_lanes
end

local made_lanes
local function make_lanes()
  local lanes, level_size, middle = {}, 2 ^ 49, 2 ^ 48

  local allowed
  local function limits_by_key()
    if not allowed then
      local found = redis.call('HMGET', tag .. ':lim', 'key-concurrency', 'key-count', 'key-per')
      allowed = { concurrency = tonumber(found[1] or nil), count = tonumber(found[2] or nil), per = tonumber(found[3] or nil) }
    end
    return allowed
  end

  local function count(name, by)
    if redis.call('HINCRBY', tag .. ':lanes', name, by) <= 0 then redis.call('HDEL', tag .. ':lanes', name) end
  end

  local function is_full(claimed)
    local most = limits_by_key().concurrency
    return most and tonumber(claimed or 0) >= most
  end

  -- When the lane may start another task; nothing where it may now.
  local function rests_until(key)
    local limit, starts = limits_by_key(), tag .. ':starts:' .. key
    if not limit.count then return end
    redis.call('ZREMRANGEBYSCORE', starts, '-inf', string.format('%.0f', now - limit.per))
    if redis.call('ZCARD', starts) < limit.count then return end
    return tonumber(redis.call('ZRANGE', starts, 0, 0, 'WITHSCORES')[2]) + limit.per
  end

  local function note_start(key, number)
    local limit, starts = limits_by_key(), tag .. ':starts:' .. key
    if not limit.count then return end
    redis.call('ZADD', starts, string.format('%.0f', now), number)
    redis.call('PEXPIRE', starts, limit.per)
  end

  local function rest(key, until_when)
    local is_new = redis.call('ZADD', tag .. ':rest', string.format('%.0f', until_when), key) == 1
    if is_new and redis.call('ZRANK', tag .. ':rest', key) == 0 then earlier_due = true end
  end

  -- Gives a lane that has something to start its ticket, in the list of its first task, if it has none, or one behind the
  -- level of a task that has come.
  function lanes.offer(key, came)
    local ticket, claimed = unpack(redis.call('HMGET', tag .. ':lanes', '@' .. key, '+' .. key))
    if ticket and (not came or tonumber(string.sub(ticket, 1, 1)) <= came) then return end
    if is_full(claimed) then return end
    local first = redis.call('ZRANGE', tag .. ':lane:' .. key, 0, 0, 'WITHSCORES')
    if not first[1] then return end
    local until_when = rests_until(key)
    if until_when then return rest(key, until_when) end
    local level = math.floor(tonumber(first[2]) / level_size)
    local number = string.format('%.0f', redis.call('INCR', tag .. ':seq'))
    redis.call('HSET', tag .. ':lanes', '@' .. key, level .. number)
    count('=tickets', 1)
    redis.call('RPUSH', tag .. ':r:' .. level, '@' .. number .. ':' .. key)
  end

  -- Notes the key of a new task.
  function lanes.hold(id, key)
    redis.call('HSET', tag .. ':lk', id, key)
    uses_lanes = true
  end

  -- Makes a task wait in its lane, behind those of its level or in front of them; false for a task without a key.
  function lanes.put(entry, in_front)
    local level, id = tonumber(string.sub(entry, 1, 1)), string.sub(entry, 2)
    local key = redis.call('HGET', tag .. ':lk', id)
    if not key then return false end
    local number = redis.call('INCR', tag .. ':seq')
    local score = level * level_size + middle + (in_front and -number or number)
    count('=waiting', redis.call('ZADD', tag .. ':lane:' .. key, string.format('%.0f', score), id))
    lanes.offer(key, level)
    return true
  end

  -- Takes a ticket in: the key of its lane, how many of its tasks are claimed, and its number; nothing where it is not valid.
  local function take_in(ticket)
    local number, key = string.match(ticket, '^@(%d+):(.*)$')
    count('=tickets', -1)
    local valid, claimed = unpack(redis.call('HMGET', tag .. ':lanes', '@' .. key, '+' .. key))
    if not valid or string.sub(valid, 2) ~= number then return end
    redis.call('HDEL', tag .. ':lanes', '@' .. key)
    return key, claimed, number
  end

  -- Takes the task that a ticket leads to, if it is still the ticket of its lane and the limits allow it: its id and level.
  function lanes.take(ticket)
    local key, claimed, number = take_in(ticket)
    if not key or is_full(claimed) then return end
    local until_when = rests_until(key)
    if until_when then return rest(key, until_when) end
    local first = redis.call('ZPOPMIN', tag .. ':lane:' .. key)
    if not first[1] then return end
    count('=waiting', -1)
    count('+' .. key, 1)
    note_start(key, number)
    lanes.offer(key)
    return first[1], math.floor(tonumber(first[2]) / level_size)
  end

  -- Gives the place of a claimed task back.
  function lanes.leave(id)
    local key = redis.call('HGET', tag .. ':lk', id)
    if not key then return end
    count('+' .. key, -1)
    lanes.offer(key)
  end

  -- Takes a task out that waits in its lane; false where it does not.
  function lanes.take_out(id)
    local key = redis.call('HGET', tag .. ':lk', id)
    if not key or redis.call('ZREM', tag .. ':lane:' .. key, id) == 0 then return false end
    count('=waiting', -1)
    return true
  end

  -- Takes the oldest task of the lowest priority out of a lane, unless that is higher than the given level: its id, its score.
  function lanes.take_oldest(key, level)
    local lane = tag .. ':lane:' .. key
    local last = redis.call('ZREVRANGE', lane, 0, 0, 'WITHSCORES')
    local lowest = last[2] and math.floor(tonumber(last[2]) / level_size)
    if not lowest or lowest < level then return end
    local start = string.format('%.0f', lowest * level_size)
    local oldest = redis.call('ZRANGEBYSCORE', lane, start, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
    redis.call('ZREM', lane, oldest[1])
    count('=waiting', -1)
    return oldest[1], oldest[2]
  end

  -- Does the same by the ticket of a lane, which gets another turn.
  function lanes.take_oldest_by(ticket, level)
    local key = take_in(ticket)
    if not key then return end
    local id, score = lanes.take_oldest(key, level)
    lanes.offer(key)
    return id, score
  end

  -- Puts such a task back.
  function lanes.put_back(id, score)
    local key = redis.call('HGET', tag .. ':lk', id)
    count('=waiting', redis.call('ZADD', tag .. ':lane:' .. key, score, id))
    lanes.offer(key)
  end

  -- Forgets the keys of tasks that have ended.
  function lanes.forget(ids) redis.call('HDEL', tag .. ':lk', unpack(ids)) end

  -- Gives lanes that have rested long enough their tickets.
  function lanes.wake(most)
    local keys = redis.call('ZRANGEBYSCORE', tag .. ':rest', '-inf', now, 'LIMIT', 0, most)
    if #keys > 0 then redis.call('ZREM', tag .. ':rest', unpack(keys)) end
    for _, key in ipairs(keys) do lanes.offer(key) end
  end
  return lanes
end

local function lanes()
  made_lanes = made_lanes or make_lanes()
  return made_lanes
end

-- How many tasks could be claimed, by the lists and the lanes.
local function count_ready()
  local counts = redis.call('HMGET', tag .. ':lanes', '=waiting', '=tickets')
  local ready = (counts[1] or 0) - (counts[2] or 0) - (redis.call('HGET', tag .. ':cfg', 'cancelled') or 0)
  for level = 0, 4 do ready = ready + redis.call('LLEN', tag .. ':r:' .. level) end
  return ready
end
`;
