/**
 * The fragment that knows tasks by their deduplication keys. `:d:<key>` holds the id of the known task, for a window or
 * until the task has ended; `:dk` remembers the keys of the latter kind by task id, `:ddk` those of dead letters, which
 * hold theirs again when they are replayed.
 */
export const dedup = `
-- One look a script tells whether anything is to be freed.
local has_keys
local function hold_key(id, key, window)
  if window then return redis.call('SET', tag .. ':d:' .. key, id, 'PX', window) end
  redis.call('SET', tag .. ':d:' .. key, id)
  redis.call('HSET', tag .. ':dk', id, key)
  has_keys = true
end

local function free_key(id)
  if has_keys == nil then has_keys = redis.call('EXISTS', tag .. ':dk') == 1 end
  local key = has_keys and redis.call('HGET', tag .. ':dk', id)
  if not key then return end
  redis.call('HDEL', tag .. ':dk', id)
  if redis.call('GET', tag .. ':d:' .. key) == id then redis.call('DEL', tag .. ':d:' .. key) end
  return key
end

-- Leaves out the tasks whose key leads to a known one, or to one before them, and gives their ids with those of the known.
-- What the task that is just ending holds until then is free.
local function leave_out_known(tasks, ending)
  local rest, known, here = {}, {}, {}
  for _, task in ipairs(tasks) do
    local id, key = task[ID], task[BESIDE] and task[BESIDE].dedup
    local holder = key and (here[key] or redis.call('GET', tag .. ':d:' .. key))
    if holder and holder == ending and redis.call('HEXISTS', tag .. ':dk', ending) == 1 then holder = nil end
    if holder then
      known[#known + 1] = id
      known[#known + 1] = holder
    else
      if key then here[key] = id end
      rest[#rest + 1] = task
    end
  end
  return rest, known
end
`;
