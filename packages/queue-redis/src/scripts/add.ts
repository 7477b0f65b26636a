/**
 * The fragment that makes new tasks waiting, idempotent by id; used by `enqueue` and by the follow-ups of `settle`.
 * A task comes as entry, due, record, beside: `due` is `0`, `+delay` or a time of the Unix epoch in milliseconds, `beside` is
 * what only the queue needs: empty, or a packed list of names and values: `code` hashes joined by commas, `dedup` key,
 * `window` in ms, `limit` key, `needs` as the fragment `after` describes them. For a follow-up of another partition it is `to`, the
 * number of that one, and what is `beside` the task there.
 */
export const add = `
local function beside_of(packed)
  local beside, list = {}, cmsgpack.unpack(packed)
  for i = 1, #list, 2 do beside[list[i]] = list[i + 1] end
  return beside
end

local function take_task()
  local entry, due, record, packed = unpack(args, cursor + 1, cursor + 4)
  cursor = cursor + 4
  local id = string.sub(entry, 2)
  return { entry, due, record, packed, id, tag .. ':t:' .. id, packed ~= '' and beside_of(packed) }
end

local function take_tasks()
  local tasks = {}
  for i = 1, take() do tasks[i] = take_task() end
  return tasks
end

-- Gives the follow-ups that are to be added here, and those that go to other partitions. What the ending task holds is free.
local function here_and_elsewhere(tasks, ending)
  local here, elsewhere = {}, {}
  for _, task in ipairs(tasks) do
    local list = task[BESIDE] and task[BESIDE].to and elsewhere or here
    list[#list + 1] = task
  end
  return leave_out_known(here, ending), elsewhere
end

-- A delay counts from now on, not from when it arrives.
local function send_tasks(tasks)
  for _, task in ipairs(tasks) do
    local due, beside = task[DUE], task[BESIDE]
    if due ~= '0' then due = string.format('%.0f', now + delay_of(due)) end
    send_to(beside.to, 'add', task[ENTRY], due, task[RECORD], beside.beside)
  end
end

local was_dropped = '^=\\n\\n%-%d+\\n{"code":"GRAFLOW_TASK_DROPPED"'
-- Gives the records that are there already, or nothing where one of the ids belongs to another record, or to a task that
-- has ended; one that was dropped may come again. Most tasks are new: one question about all keys finds that out.
local function stored_of(tasks)
  local keys = {}
  for i, task in ipairs(tasks) do keys[i] = task[KEY] end
  if #tasks == 0 or redis.call('EXISTS', unpack(keys)) == 0 then return {} end
  local stored = redis.call('MGET', unpack(keys))
  for i, task in ipairs(tasks) do
    local record = stored[i]
    if is_outcome(record) and (is_over(record) or string.find(record, was_dropped)) then record, stored[i] = false, false end
    if record and record ~= task[RECORD] and record ~= cancelled_record then return nil end
    if record and redis.call('EXISTS', tag .. ':o:' .. task[ID]) == 1 then return nil end
  end
  return stored
end

-- An id that was cancelled in a ready list, and forgotten since, comes again before its turn: takes the old entry out. As
-- slow as the lists are long, and as rare.
local function forget_cancelled(id)
  for level = 0, 4 do redis.call('LREM', tag .. ':r:' .. level, 1, id) end
  redis.call('HINCRBY', tag .. ':cfg', 'cancelled', -1)
end

-- Adds those that are not stored.
local function add_tasks(tasks, stored)
  local writes, ready, heard = {}, {}, #tasks > 0 and is_heard()
  for i, task in ipairs(tasks) do
    if stored[i] == cancelled_record then forget_cancelled(task[ID]) end
    if not stored[i] or stored[i] == cancelled_record then
      writes[#writes + 1] = task[KEY]
      writes[#writes + 1] = task[RECORD]
    end
  end
  -- First of all, because one whose upstream has failed ends at once, beside its record.
  if #writes > 0 then
    redis.call('MSET', unpack(writes))
    if redis.call('HEXISTS', tag .. ':most', 'bytes') == 1 then
      for i = 2, #writes, 2 do
        redis.call('HSET', tag .. ':len', string.sub(writes[i - 1], #tag + 4), #writes[i])
        redis.call('HINCRBY', tag .. ':len', '*', #writes[i])
      end
    end
  end
  for i, task in ipairs(tasks) do
    local entry, due, id, beside = task[ENTRY], task[DUE], task[ID], task[BESIDE]
    if not stored[i] or stored[i] == cancelled_record then
      if beside and beside.code then hold_code(beside.code) end
      if beside and beside.limit then lanes().hold(id, beside.limit) end
      if beside and beside.dedup then hold_key(id, beside.dedup, beside.window) end
      local delay = due == '0' and 0 or delay_of(due)
      local needs = beside and beside.needs
      if heard then note('task-enqueued', id, 0, math.max(0, delay), needs and 'held back') end
      local is_held_back = needs and hold_back(entry, due, needs)
      if needs and not is_held_back and delay <= 0 then note('task-ready', id) end
      if not is_held_back and (delay > 0 or beside and beside.limit) then
        make_waiting(entry, delay)
      elseif not is_held_back then
        local level = string.sub(entry, 1, 1)
        local ids = ready[level] or {}
        ready[level] = ids
        ids[#ids + 1] = id
      end
    end
  end
  for level, ids in pairs(ready) do redis.call('RPUSH', tag .. ':r:' .. level, unpack(ids)) end
end
`;
