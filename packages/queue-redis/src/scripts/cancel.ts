import { defineFreeingScript } from '../connection/script.ts';
import { after } from './after.ts';
import { code } from './code.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';

/**
 * Ends a task that nobody needs any more, wherever it is.
 *
 * KEYS tag · arguments, packed: id, how the record began when it was read (empty: there was none), ttl, digest of the
 * content, hashes of its code, reason as JSON, the reason's text.
 * Returns `cancelled`, now or by an earlier call; `ended` in another way; `unknown`; or, having done nothing, `changed`
 * where the record is not the one that was read.
 * One script, so that a settle and a cancel know of each other which came first. The claim's token is void from here on;
 * its holder finds it in the stream. In a ready list an entry cannot be found in time that does not grow with the list:
 * it stays with a mark for a record, and is passed over when its turn comes. O(log tasks + tasks that run), and what was to run after it.
 */
export const cancelScript = defineFreeingScript(
  'cancel/7',
  prelude,
  code,
  after,
  leases,
  `
local id, head, ttl, digest, hashes, reason, text = take(), take(), take(), take(), take(), take(), take()
local record_key = tag .. ':t:' .. id
local is_cancelled = '^[^\\n]*\\n[^\\n]*\\n%-%d+\\n{"code":"GRAFLOW_TASK_CANCELLED"'

local function take_out(key)
  for level = 0, 4 do
    if redis.call('ZREM', tag .. key, level .. id) == 1 then return level .. id end
  end
end

local function tell_holder(entry, token)
  redis.call('XADD', tag .. ':k', 'MAXLEN', '~', 10000, '*', 'entry', entry, 'token', token, 'reason', text)
  redis.call('PEXPIRE', tag .. ':k', 60000)
end

local function answer()
  local found = redis.call('GETRANGE', record_key, 0, math.max(#head, 1) - 1)
  if found ~= head then return 'changed' end
  if head == '' or head == cancelled_record or head == group_mark or is_outcome(head) then
    if redis.call('EXISTS', tag .. ':g:' .. id) == 1 then
      end_group(id, '-0\\n' .. reason)
      return 'cancelled'
    end
    local outcome = redis.call('GETRANGE', outcome_key(id), 0, 200)
    if outcome == '' then return 'unknown' end
    return string.find(outcome, is_cancelled) and 'cancelled' or 'ended'
  end
  if redis.call('ZSCORE', tag .. ':dead', id) then return 'ended' end
  local failures, lost = state_of(id)
  local attempt = failures + lost
  local token, nth, task = find_claim(id)
  if token then
    attempt = attempt + 1
    leave_claim(token, nth, id)
    tell_holder(task[ENTRY_OF], token)
  end
  if token or take_out(':z') or stop_waiting(id) or has_lanes() and lanes().take_out(id) then
    redis.call('DEL', record_key)
  else
    redis.call('SET', record_key, cancelled_record)
    redis.call('HINCRBY', tag .. ':cfg', 'cancelled', 1)
  end
  drop_code(hashes)
  drop_values({ id })
  forget_writes({ id })
  note_end('task-cancelled', id, '-' .. attempt .. '\\n' .. reason)
  end_without_value(id, '', digest, ttl, '-' .. attempt .. '\\n' .. reason)
  return 'cancelled'
end
local answered = answer()
write_claims()
if uses_after then carry_on() end
tell_done()
wake_where_due()
return answered
`,
);
