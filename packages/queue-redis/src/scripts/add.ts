/**
 * The fragment that makes new tasks waiting, idempotent by id; used by `enqueue` and by the follow-ups of `settle`.
 * A task is { entry, due, record, beside }: `due` is `0`, `+delay` or a time of the Unix epoch in milliseconds, `beside` is
 * what only the queue needs: empty, or a packed list of names and values: `code` hashes joined by commas, `dedup` key,
 * `window` in ms, `needs` as the fragment `after` describes them.
 */
export const add = `
local function beside_of(packed)
  local beside, list = {}, cmsgpack.unpack(packed)
  for i = 1, #list, 2 do beside[list[i]] = list[i + 1] end
  return beside
end

local function take_tasks()
  local tasks = {}
  for i = 1, take() do
    tasks[i] = { take(), take(), take(), take() }
    if tasks[i][4] ~= '' then tasks[i].beside = beside_of(tasks[i][4]) end
  end
  return tasks
end

local function keys_of(kind, tasks)
  local keys = {}
  for i, task in ipairs(tasks) do keys[i] = tag .. kind .. string.sub(task[1], 2) end
  return keys
end

-- Whether one of the ids belongs to another record, or to a task that has ended.
local function is_one_taken(tasks)
  if #tasks == 0 then return false end
  local stored = redis.call('MGET', unpack(keys_of(':t:', tasks)))
  for i, task in ipairs(tasks) do
    if stored[i] and stored[i] ~= task[3] and stored[i] ~= '' then return true end
  end
  return redis.call('EXISTS', unpack(keys_of(':o:', tasks))) > 0
end

-- An id that was cancelled in a ready list, and forgotten since, comes again before its turn: takes the old entry out. As
-- slow as the lists are long, and as rare.
local function forget_cancelled(id)
  for level = 0, 4 do redis.call('LREM', tag .. ':r:' .. level, 1, id) end
  redis.call('HINCRBY', tag .. ':cfg', 'cancelled', -1)
end

-- Adds those that are not there, where none is taken.
local function add_tasks(tasks)
  if #tasks == 0 then return end
  local record_keys = keys_of(':t:', tasks)
  local stored = redis.call('MGET', unpack(record_keys))
  local writes, ready = {}, {}
  for i, task in ipairs(tasks) do
    local entry, due, record, beside = task[1], task[2], task[3], task.beside
    local level, id = string.sub(entry, 1, 1), string.sub(entry, 2)
    if stored[i] == '' then forget_cancelled(id) end
    if not stored[i] or stored[i] == '' then
      writes[#writes + 1] = record_keys[i]
      writes[#writes + 1] = record
      if beside and beside.code then hold_code(beside.code) end
      if beside and beside.dedup then hold_key(id, beside.dedup, beside.window) end
      local is_held_back = beside and beside.needs and hold_back(entry, due, beside.needs)
      local delay = due == '0' and 0 or delay_of(due)
      if not is_held_back and delay > 0 then
        make_waiting(entry, delay)
      elseif not is_held_back then
        ready[level] = ready[level] or {}
        table.insert(ready[level], id)
      end
    end
  end
  if #writes > 0 then redis.call('MSET', unpack(writes)) end
  for level, ids in pairs(ready) do redis.call('RPUSH', tag .. ':r:' .. level, unpack(ids)) end
end
`;
