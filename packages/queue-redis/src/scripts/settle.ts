import { defineFreeingScript } from '../connection/script.ts';
import { acks } from './acks.ts';
import { add } from './add.ts';
import { after } from './after.ts';
import { claim } from './claim.ts';
import { code } from './code.ts';
import { holderIsAlive } from './holder-is-alive.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';
import { unroutable } from './unroutable.ts';

/**
 * Settles up to 128 claims, then claims more: the one round trip of a busy worker.
 *
 * KEYS tag · arguments, packed: worker id, tasks wanted, 1 where a marker came to nobody, lease in ms, lost leases allowed, ms until a
 * refused task is unroutable, ttl of outcomes of which nothing else is said; number of settles, the ids of all, then
 * those that are alike together: kind, priority level, token, a byte for each that says which task of the claim it is, from
 * 0, and of each
 * - `p` plain ack, with that ttl, no code and no follow-ups: digest and outcome
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
  'settle/11',
  prelude,
  code,
  after,
  add,
  leases,
  claim,
  unroutable,
  `
local worker, wanted, came_to_nobody, lease = take(), take(), take() == 1, take()
local max_lost, unroutable_after, own_ttl = take(), take(), take()
local acked, is_idle = {}, true
-- One look tells that nothing is there which concerns few tasks: who waits for others, keys, listeners, facts.
local is_plain = redis.call('EXISTS', tag .. ':after', tag .. ':vc', tag .. ':dk', tag .. ':on', tag .. ':x', tag .. ':p',
  tag .. ':pos', tag .. ':lk', tag .. ':lanes', tag .. ':rest', tag .. ':len', tag .. ':kept',
  tag .. ':alive', tag .. ':watched') == 0
if is_plain then
  has_keys, uses_lanes, epoch, bounds_results = false, false, false, false
else
  uses_after = redis.call('EXISTS', tag .. ':after', tag .. ':vc', tag .. ':watched') > 0
end
local heard = is_heard()

${acks}
local function retry(id, level, token, nth)
  local delay, why = take(), take()
  if not nth then return end
  leave_claim(token, nth, id)
  local failures, lost = state_of(id)
  if heard then note('task-retried', id, failures + lost + 1, delay, reason_in(why)) end
  redis.call('HDEL', tag .. ':x', id)
  write_state(id, failures + 1, lost, token)
  make_waiting(level .. id, delay)
end

local function bury_claim(id, level, token, nth)
  local ttl, outcome = take(), take()
  if not nth then return end
  leave_claim(token, nth, id)
  bury(id, token, ttl, outcome)
end

local function release(id, level, token, nth)
  local delay, ttl, outcome = take(), take(), take()
  if not nth then return end
  leave_claim(token, nth, id)
  local failures, lost = state_of(id)
  if outcome ~= '' and is_unroutable(id, worker, unroutable_after) then
    bury(id, token, ttl, outcome)
  else
    if outcome == '' then redis.call('HDEL', tag .. ':x', id) end
    if heard then note('task-released', id, failures + lost + 1, delay, reason_in(outcome)) end
    write_state(id, failures, lost, token)
    make_waiting(level .. id, delay)
  end
end

local function lose(id, level, token, nth)
  local ttl, outcome = take(), take()
  if not nth then return end
  leave_claim(token, nth, id)
  local failures, lost = state_of(id)
  if workers_lost(id, lost + 1) >= max_lost then return bury(id, token, ttl, outcome) end
  note_lost(id, failures + lost + 1, outcome)
  redis.call('HDEL', tag .. ':x', id)
  write_state(id, failures, lost + 1, token)
  if not (has_lanes() and lanes().put(level .. id, true)) then make_waiting(level .. id, 0) end
end

local kinds = { p = plain_ack, a = ack, r = retry, d = bury_claim, g = release, l = lose }
local verdicts, i = {}, 0
local count = take()
-- Where there is little to do, a small outcome goes with the message, and whoever waits need not read it.
is_idle = count <= 8
local before_ids = cursor
cursor = cursor + count
while i < count do
  local kind, level, token, which = take(), take(), take(), take()
  local settle = kinds[kind]
  for at = 1, #which do
    i = i + 1
    local id, nth = args[before_ids + i], string.byte(which, at) + 1
    local valid = runs_in(token, nth)
    local refused = settle(id, level, token, valid and nth)
    verdicts[i] = refused or ((valid or settled_by(id, token)) and 'y' or 'n')
    if verdicts[i] == 'n' then
      is_plain = false -- a fact more may be there now, of a task that ends in this very call
${holderIsAlive}
    end
  end
end
write_outcomes()
write_claims()
if #acked > 0 then
  forget_states(acked)
  if not is_plain then
    forget_facts(acked)
    forget_writes(acked)
    if has_lanes() then lanes().forget(acked) end
  end
  if uses_after then
    drop_values(acked)
    note_acked(acked)
  end
end

local claimed, token, names, records, due, values = 0, '', '', {}, -1, {}
if wanted > 0 then
  see_worker(worker)
  sweep_past(2)
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
