import { openClaims } from './open-claims.ts';

/** The fragment of leases; used by whatever begins, ends or looks at the claims of single tasks. */
export const leases = `
${openClaims}
-- The tasks that came with a claim, in their order: { entry, failures, lost leases }.
local ENTRY_OF, FAILURES_OF, LOST_OF = 1, 2, 3
local function tasks_of(token)
  local tasks = {}
  for entry, failures, lost in string.gmatch(redis.call('HGET', tag .. ':held', token) or '', '([^ :]+):?(%d*):?(%d*)') do
    tasks[#tasks + 1] = { entry, tonumber(failures) or 0, tonumber(lost) or 0 }
  end
  return tasks
end

-- Which of the tasks of a claim a task is, and what the claim knows of it; nothing where it does not run there. For what
-- happens rarely: a settle says which one it is.
local places = {}
local function find_task(token, id)
  if not letters_of(token) then return end
  local known = places[token]
  if not known then
    known = {}
    for nth, task in ipairs(tasks_of(token)) do known[string.sub(task[ENTRY_OF], 2)] = { nth, task } end
    places[token] = known
  end
  local place = known[id]
  if place and runs_in(token, place[1]) then return place[1], place[2] end
end

-- The claim in which a task runs: its token, and what find_task gives. As slow as there are tasks that run.
local function find_claim(id)
  for _, token in ipairs(redis.call('HKEYS', tag .. ':open')) do
    local nth, task = find_task(token, id)
    if nth then return token, nth, task end
  end
end

-- Notes that a task leaves its claim, which write_claims writes down, once for all tasks of a claim.
local function leave_claim(token, nth, id, letter)
  local letters = letters_of(token)
  letters[nth] = letter or LEFT
  letters.left = letters.left + 1
  if uses_lanes ~= false and has_lanes() then lanes().leave(id) end
end

-- How often a task has lost its worker: lost leases, but for those whose holder was heard of afterwards.
local function workers_lost(id, lost) return lost - (redis.call('HGET', tag .. ':alive', id) or 0) end

-- A task whose lease ended goes to the front of its list, or, lost too often, to the dead letters. With its token, where the holder
-- may still be alive: whoever renews or settles by it later proves that, and this loss does not count.
local function lose_lease(task, max_lost, ttl, token)
  local entry, failures, lost = task[ENTRY_OF], task[FAILURES_OF], task[LOST_OF] + 1
  local id = string.sub(entry, 2)
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
