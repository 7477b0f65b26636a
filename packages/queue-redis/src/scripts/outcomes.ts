import { defaultResultTtlMs } from '@graflow/taskspec';
import { outcomeMark } from '../keys.ts';
import { isOver, pastOutcomes } from './past-outcomes.ts';

/** No first line of an outcome is longer: the mark, a token and a time. */
const longestMark = 40;

/**
 * The fragment that knows where outcomes are, part of the prelude. An outcome takes the place of its record, so that a
 * task that was acked costs no second key. Where the record stays, as a dead letter's does, the outcome is beside it.
 *
 * An expiry of Redis costs as much as all else that is done for a task at its end. So the outcomes of a busy worker have
 * none: the first line of such a one says when it ends, behind its token and a colon. From then on it is as good as gone, and
 * whatever comes first takes it away: `:past` holds the tasks of claims that are over, by when their outcomes are. The
 * others expire.
 */
export const outcomes = `
local outcome_mark, swept_ttl = '${outcomeMark}', ${defaultResultTtlMs}

local function is_outcome(head) return type(head) == 'string' and string.sub(head, 1, 1) == outcome_mark end
${isOver}
-- How what is stored of a task begins; nothing where nothing is. What is not a string, or an empty one, is no outcome, and
-- stays for whoever claims it.
local function head_of(id)
  local key = tag .. ':t:' .. id
  local head = redis.pcall('GETRANGE', key, 0, ${longestMark})
  if is_outcome(head) and is_over(head) then return end
  if head ~= '' or redis.call('EXISTS', key) == 1 then return head end
end
local function is_record(head)
  return head and head ~= cancelled_record and head ~= group_mark and not is_outcome(head)
end

-- Where the outcome of a task is, if it has one.
local function outcome_key(id)
  return tag .. (is_outcome(head_of(id)) and ':t:' or ':o:') .. id
end

local function keep_outcome(id, token, digest, ttl, outcome)
  local stored = outcome_mark .. token .. '\\n' .. digest .. '\\n' .. outcome
  if ttl > 0 then
    local head = head_of(id)
    local place = (not head or is_outcome(head)) and ':t:' or ':o:'
    redis.call('SET', tag .. place .. id, stored, 'PX', ttl)
  end
  return stored
end

-- Takes the record of a task away that has ended; the outcome beside it moves to its place.
local function drop_record(id)
  local key, beside = tag .. ':t:' .. id, tag .. ':o:' .. id
  if redis.call('EXISTS', beside) == 1 then
    redis.call('RENAME', beside, key)
  elseif not is_outcome(head_of(id)) then
    redis.call('DEL', key)
  end
end
${pastOutcomes}`;
