import { defineFreeingScript } from '../connection/script.ts';
import { add } from './add.ts';
import { after } from './after.ts';
import { claim } from './claim.ts';
import { code } from './code.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';

/**
 * Settles up to 64 claims, then claims more: the one round trip of a busy worker.
 *
 * KEYS tag · arguments, packed: worker id, tasks wanted, 1 where a marker came to nobody, lease in ms, lost leases allowed, ms until a
 * refused task is unroutable, ttl of outcomes that the script itself writes; number of settles, the entries of all, then
 * each as kind, token and
 * - `a` ack: ttl as text, digest and outcome, hashes of its code, number of follow-ups, each as entry, due, record, beside
 * - `r` retry: delay, why as a reason without its stack, empty where nobody said
 * - `d` bury: ttl, outcome
 * - `g` release: delay, ttl, outcome for the case that nobody wants it (empty: a plain release)
 * - `l` lost with its run: ttl, outcome for the case that it was lost too often
 * Returns { a letter for each settle: y settled, n the claim is not valid, t a follow-up's id is taken; number of claims;
 * their token; ms until something is due, where there were fewer than wanted; the names of the claimed; their records; the
 * values that these take, as id, value, id, value }.
 * One script, so that no settle is seen without its effects. A settle is fenced by its token; sent twice because the
 * first reply was lost, it is answered y again. O(settles + claims).
 */
export const settleScript = defineFreeingScript(
  'settle/7',
  prelude,
  code,
  after,
  add,
  leases,
  claim,
  `
local worker, wanted, came_to_nobody, lease = take(), take(), take() == 1, take()
local max_lost, unroutable_after, own_ttl = take(), take(), take()
local acked, is_idle, heard = {}, true, false
uses_after = redis.call('EXISTS', tag .. ':after', tag .. ':vc') > 0

-- The mark that a settle leaves, by which a second copy of it is recognised.
local function settled_by(id, token, state_token)
  if state_token == '-' .. token then return true end
  local mark = outcome_mark .. token .. '\\n'
  return redis.call('GETRANGE', outcome_key(id), 0, #mark - 1) == mark
end

-- Gives t, having done nothing, when the id of a follow-up belongs to another task.
local function ack(id, entry, token, valid, failures, lost)
  local ttl, outcome, hashes, follow_ups = take(), take(), take(), take_tasks()
  if not valid then return end
  local known
  if #follow_ups > 0 then
    follow_ups = leave_out_known(follow_ups, id)
    known = stored_of(follow_ups)
    if not known then return 't' end
  end
  leave_claim(token)
  if heard then note('task-succeeded', id, failures + lost + 1) end
  acked[#acked + 1] = id
  if hashes ~= '' then drop_code(hashes) end
  free_key(id)
  local stored, key = outcome_mark .. token .. '\\n' .. outcome, tag .. ':t:' .. id
  if ttl ~= '0' then redis.call('PSETEX', key, ttl, stored) else redis.call('DEL', key) end
  if known then add_tasks(follow_ups, known) end
  if uses_after then keep_value(id, stored) end
  local goes_along = ttl == '0' or is_idle and #stored <= 512
  done[#done + 1] = goes_along and (id .. '\\n' .. stored) or id
end

local function retry(id, entry, token, valid, failures, lost)
  local delay, why = take(), take()
  if not valid then return end
  leave_claim(token)
  if heard then note('task-retried', id, failures + lost + 1, delay, reason_in(why)) end
  redis.call('HDEL', tag .. ':x', id)
  write_state(id, failures + 1, lost, '-' .. token)
  make_waiting(entry, delay)
end

local function bury_claim(id, entry, token, valid)
  local ttl, outcome = take(), take()
  if not valid then return end
  leave_claim(token)
  bury(id, token, ttl, outcome)
end

-- Whether every worker seen in the last 15 s refused a task, this one included, or its time is over.
local function is_unroutable(id)
  local before = redis.call('HGET', tag .. ':x', id)
  local refused = before or now .. ' '
  local function has_refused(one) return string.find(refused, ' ' .. one .. ' ', 1, true) end
  if not has_refused(worker) then
    refused = refused .. worker .. ' '
    redis.call('HSET', tag .. ':x', id, refused)
  end
  if not before then return false end
  if now - tonumber(string.match(refused, '^%d+')) >= unroutable_after then return true end
  for _, live in ipairs(redis.call('ZRANGEBYSCORE', tag .. ':w', now - 15000, '+inf')) do
    if not has_refused(live) then return false end
  end
  return true
end

local function release(id, entry, token, valid, failures, lost)
  local delay, ttl, outcome = take(), take(), take()
  if not valid then return end
  leave_claim(token)
  if outcome ~= '' and is_unroutable(id) then
    bury(id, token, ttl, outcome)
  else
    if outcome == '' then redis.call('HDEL', tag .. ':x', id) end
    if heard then note('task-released', id, failures + lost + 1, delay, reason_in(outcome)) end
    write_state(id, failures, lost, '-' .. token)
    make_waiting(entry, delay)
  end
end

local function lose(id, entry, token, valid, failures, lost)
  local ttl, outcome = take(), take()
  if not valid then return end
  leave_claim(token)
  if lost + 1 >= max_lost then return bury(id, token, ttl, outcome) end
  note_lost(id, failures + lost + 1, outcome)
  redis.call('HDEL', tag .. ':x', id)
  write_state(id, failures, lost + 1, '-' .. token)
  make_waiting(entry, 0)
end

local kinds = { a = ack, r = retry, d = bury_claim, g = release, l = lose }
local verdicts, settled, entries, ids = {}, {}, {}, {}
local count = take()
heard = count > 0 and is_heard()
-- Where there is little to do, a small outcome goes with the message, and whoever waits need not read it.
is_idle = count <= 8
for i = 1, count do
  entries[i] = take()
  ids[i] = string.sub(entries[i], 2)
end
local states = #ids > 0 and redis.call('HMGET', tag .. ':a', unpack(ids)) or {}
for i, id in ipairs(ids) do
  local entry, kind, token = entries[i], take(), take()
  local failures, lost, state_token = 0, 0, token
  if states[i] ~= token then failures, lost, state_token = read_state(states[i]) end
  local valid = state_token == token and not settled[id]
  local refused = kinds[kind](id, entry, token, valid, failures, lost)
  verdicts[i] = refused or ((valid or settled_by(id, token, state_token)) and 'y' or 'n')
  if valid and not refused then settled[id] = true end
end
count_left()
if #acked > 0 then
  redis.call('HDEL', tag .. ':a', unpack(acked))
  forget_facts(acked)
  forget_writes(acked)
  if uses_after then
    drop_values(acked)
    note_acked(acked)
  end
end

local claimed, token, names, records, due, values = 0, '', '', {}, -1, {}
if wanted > 0 then
  see_worker(worker)
  promote()
  reap(max_lost, own_ttl)
  if uses_after then carry_on() end
  local room = room_for(wanted)
  if room > 0 then claimed, token, names, records, values = claim_tasks(room, lease, own_ttl) end
  note_starts(#records, token)
  if claimed < wanted then due = next_due() end
else
  if came_to_nobody then earlier_due = uses_after or redis.call('EXISTS', tag .. ':z') == 1 end
  if uses_after then carry_on() end
end
tell_done()
wake_where_due()
return { table.concat(verdicts), claimed, token, due, names, records, values }
`,
);
