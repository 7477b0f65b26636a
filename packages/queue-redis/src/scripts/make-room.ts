import { defaultResultTtlMs, droppedReason } from '@graflow/taskspec';
import { promote } from './promote.ts';
import { recordFacts } from './record-facts.ts';

/**
 * The fragment by which waiting tasks give way to new ones in a full queue, part of the fragment `backlog`. Its functions are
 * made when there is no room.
 */
export const makeRoom = `
-- Lets waiting tasks give way until there is room for so many more, and for their bytes; tells whether there is. Where too few
-- can, all stay.
local function make_room(tasks, stored, lacking, lacking_bytes)
  ${recordFacts}
  local found, lowest, bound = {}, 0, 1000
  local function take_down(id, level, score)
    local bytes = tonumber(redis.call('HGET', tag .. ':len', id) or 0)
    found[#found + 1] = { id, level, score }
    lacking, lacking_bytes = lacking - 1, lacking_bytes - bytes
    return bytes
  end
  local function is_enough() return lacking <= 0 and lacking_bytes <= 0 end

  -- A task that was cancelled in its list goes now; where it is one of the new ones, it does not stand there any more.
  local function pass_over(id)
    drop_record(id)
    redis.call('HINCRBY', tag .. ':cfg', 'cancelled', -1)
    for i, task in ipairs(tasks) do
      if task[ID] == id then stored[i] = false end
    end
  end

  -- What waits longest of a key, for a new task of that key.
  local function take_of_key(task)
    local key, level, covered = task[BESIDE].limit, tonumber(string.sub(task[ENTRY], 1, 1)), 0
    repeat
      local id, score = lanes().take_oldest(key, level)
      if not id then return end
      covered = covered + take_down(id, nil, score)
    until lacking_bytes <= 0 or covered >= #task[RECORD]
  end

  -- What stands first in a ready list, until it is enough.
  local function take_from(level)
    local list = tag .. ':r:' .. level
    while not is_enough() do
      local id, score = redis.call('LPOP', list), nil
      if not id then return end
      if level > 0 and read_limits().raise then redis.call('HINCRBY', tag .. ':age', level .. ':left', -1) end
      if string.byte(id) == 64 then
        id, score = lanes().take_oldest_by(id, lowest)
        if id then take_down(id, nil, score) end
      elseif redis.pcall('GETRANGE', tag .. ':t:' .. id, 0, #cancelled_record) == cancelled_record then
        pass_over(id)
      else
        take_down(id, level)
      end
    end
  end

  local function drop(id)
    local failures, lost = state_of(id)
    local key, ttl, hashes = tag .. ':t:' .. id, ${defaultResultTtlMs}, ''
    if is_record(head_of(id)) then
      ttl = tonumber(options_in(key).resultTtlMs) or ttl
      hashes = string.gsub(code_in(key), '"', '')
    end
    redis.call('DEL', key)
    drop_code(hashes)
    drop_values({ id })
    forget_writes({ id })
    local outcome = '-' .. (failures + lost) .. '\\n${JSON.stringify(droppedReason)}'
    note_end('task-dropped', id, outcome)
    end_without_value(id, '', '', ttl, outcome)
  end

  do
${promote}
  end
  for i, task in ipairs(tasks) do
    if not stored[i] or stored[i] == cancelled_record then
      lowest = math.max(lowest, tonumber(string.sub(task[ENTRY], 1, 1)))
      if task[BESIDE] and task[BESIDE].limit and not is_enough() and has_lanes() then take_of_key(task) end
    end
  end
  for level = 4, lowest, -1 do take_from(level) end
  if not is_enough() then
    for nth = #found, 1, -1 do
      local id, level, score = unpack(found[nth], 1, 3)
      if score then lanes().put_back(id, score) else redis.call('LPUSH', tag .. ':r:' .. level, id) end
    end
    return false
  end
  for _, one in ipairs(found) do drop(one[1]) end
  if uses_after then carry_on() end
  return true
end
`;
