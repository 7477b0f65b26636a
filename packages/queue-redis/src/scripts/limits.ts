/**
 * The fragment that keeps the limits of a queue: `:lim` holds them, `:rate` the starts that still count. How many tasks are
 * claimed at the moment, `:open` knows. Without limits it costs one look at a key that is not there.
 */
export const limits = `
local limits
local function read_limits()
  if limits == nil then
    local found = redis.call('HMGET', tag .. ':lim', 'concurrency', 'count', 'per', 'raise')
    limits = { concurrency = tonumber(found[1] or nil), count = tonumber(found[2] or nil), per = tonumber(found[3] or nil),
      raise = tonumber(found[4] or nil) }
  end
  return limits
end

-- How many starts still count: those of the last 'per' milliseconds.
local function starts_in_time()
  redis.call('ZREMRANGEBYSCORE', tag .. ':rate', '-inf', string.format('%.0f', now - limits.per))
  return redis.call('ZCARD', tag .. ':rate')
end

local function count_claimed() return tonumber(redis.call('HGET', tag .. ':open', '*') or 0) end

-- How many tasks may be claimed now, and whether it is the rate that allows no more.
local function room_for(wanted)
  local allowed = read_limits()
  local room = wanted
  if allowed.concurrency then
    room = math.min(room, allowed.concurrency - count_claimed())
  end
  if room > 0 and allowed.count then room = math.min(room, allowed.count - starts_in_time()) end
  return math.max(0, room)
end

local function note_starts(count, token)
  if count == 0 or not limits.count then return end
  local starts = {}
  for i = 1, count do
    starts[2 * i - 1] = string.format('%.0f', now)
    starts[2 * i] = token .. ':' .. i
  end
  redis.call('ZADD', tag .. ':rate', unpack(starts))
  redis.call('PEXPIRE', tag .. ':rate', limits.per)
end

-- Milliseconds until the rate allows one more; nothing where it does already.
local function rate_allows_in()
  if not limits.count or starts_in_time() < limits.count then return nil end
  local oldest = redis.call('ZRANGE', tag .. ':rate', 0, 0, 'WITHSCORES')
  return math.max(1, tonumber(oldest[2]) + limits.per - now)
end
`;
