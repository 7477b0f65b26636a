/**
 * The fragment that raises tasks which wait for long, part of the fragment `claim`. `:age` says of each list but the
 * first when it was looked at (`<level>:at`), and how many of the tasks that stood in it then still do (`<level>:left`).
 * Once that is long enough ago they go to the end of the next higher list, and the list is looked at again: a task waits
 * between once and twice the time. Without the limit it costs nothing: the others are read with it.
 */
export const ageing = `
local most_raised = 1000

local function look_at(level)
  local left = redis.call('LLEN', tag .. ':r:' .. level)
  redis.call('HSET', tag .. ':age', level .. ':at', string.format('%.0f', now), level .. ':left', left)
end

local function raise(level, left)
  local ids = redis.call('LPOP', tag .. ':r:' .. level, math.min(left, most_raised))
  if ids then redis.call('RPUSH', tag .. ':r:' .. (level - 1), unpack(ids)) end
  if left > most_raised then redis.call('HINCRBY', tag .. ':age', level .. ':left', -most_raised) else look_at(level) end
end

-- From the first to the last, so that nothing is raised twice.
local function raise_aged()
  local after = read_limits().raise
  if not after then return end
  local marks = redis.call('HMGET', tag .. ':age', '1:at', '1:left', '2:at', '2:left', '3:at', '3:left', '4:at', '4:left')
  for level = 1, 4 do
    local at, left = tonumber(marks[2 * level - 1] or nil), tonumber(marks[2 * level] or nil)
    if not at then
      look_at(level)
    elseif now - at >= after then
      if left > 0 then raise(level, left) else look_at(level) end
    end
  end
end

-- Those that were claimed stood at the front: they are of the oldest.
local function note_popped(level, count)
  if level > 0 and count > 0 and read_limits().raise then
    redis.call('HINCRBY', tag .. ':age', level .. ':left', -count)
  end
end
`;
