/**
 * The fragment of `settle` that ends tasks with a value. The outcomes of a busy worker are written together, and say
 * themselves when they are over.
 */
export const acks = `
local own_ttl_text, own_end = string.format('%.0f', own_ttl), ':' .. string.format('%.0f', now + own_ttl)

-- Outcomes that Redis does not end are written together.
local outcomes = {}
local function write_outcomes()
  if #outcomes > 0 then redis.call('MSET', unpack(outcomes)) end
  outcomes = {}
end

-- The mark that a settle leaves, by which a second copy of it is recognised.
local function settled_by(id, token)
  write_outcomes()
  local _, _, gave_back = state_of(id)
  if gave_back == token then return true end
  local mark = outcome_mark .. token
  local head = redis.call('GETRANGE', outcome_key(id), 0, #mark)
  return head == mark .. '\\n' or head == mark .. ':'
end

-- Ends a task with a value, which takes the place of its record. Where little is going on, Redis ends the outcome.
local function succeed(id, token, nth, ttl, outcome)
  local key, is_swept = tag .. ':t:' .. id, ttl == own_ttl_text and not is_idle
  local stored = outcome_mark .. token .. (is_swept and own_end or '') .. '\\n' .. outcome
  if is_swept then
    outcomes[#outcomes + 1] = key
    outcomes[#outcomes + 1] = stored
  elseif ttl == '0' then
    redis.call('DEL', key)
  else
    redis.call('PSETEX', key, ttl, stored)
  end
  leave_claim(token, nth, id, is_swept and ENDED)
  acked[#acked + 1] = id
  if has_keys ~= false then free_key(id) end
  if uses_after then keep_value(id, stored) end
  local goes_along = ttl == '0' or is_idle and #stored <= 512
  done[#done + 1] = goes_along and (id .. '\\n' .. stored) or id
end

local function note_success(id)
  if not heard then return end
  local failures, lost = state_of(id)
  note('task-succeeded', id, failures + lost + 1)
end

local function plain_ack(id, level, token, nth)
  local outcome = take()
  if not nth then return end
  note_success(id)
  succeed(id, token, nth, own_ttl_text, outcome)
end

-- Gives t, having done nothing, when the id of a follow-up belongs to another task.
local function ack(id, level, token, nth)
  local ttl, outcome, hashes, follow_ups = take(), take(), take(), take_tasks()
  if not nth then return end
  local known, elsewhere
  if #follow_ups > 0 then
    write_outcomes()
    follow_ups, elsewhere = here_and_elsewhere(follow_ups, id)
    known = stored_of(follow_ups)
    if not known then return 't' end
  end
  note_success(id)
  if hashes ~= '' then drop_code(hashes) end
  succeed(id, token, nth, ttl, outcome)
  if known then
    add_tasks(follow_ups, known)
    send_tasks(elsewhere)
  end
end
`;
