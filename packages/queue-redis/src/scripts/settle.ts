import { defineFreeingScript } from '../connection/script.ts';
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
 * those that are alike together: kind, priority level, token, how many they are, and of each
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
  'settle/9',
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
  tag .. ':alive') == 0
if is_plain then
  has_keys, uses_lanes, epoch, bounds_results = false, false, false, false
else
  uses_after = redis.call('EXISTS', tag .. ':after', tag .. ':vc') > 0
end
local heard = is_heard()

-- The mark that a settle leaves, by which a second copy of it is recognised.
local function settled_by(id, token, state_token)
  if state_token == '-' .. token then return true end
  local mark = outcome_mark .. token .. '\\n'
  return redis.call('GETRANGE', outcome_key(id), 0, #mark - 1) == mark
end

-- Ends a task with a value, which takes the place of its record.
local function succeed(id, token, ttl, outcome)
  local key, stored = tag .. ':t:' .. id, outcome_mark .. token .. '\\n' .. outcome
  if ttl == '0' then redis.call('DEL', key) else redis.call('PSETEX', key, ttl, stored) end
  leave_claim(token, id)
  acked[#acked + 1] = id
  if has_keys ~= false then free_key(id) end
  if uses_after then keep_value(id, stored) end
  local goes_along = ttl == '0' or is_idle and #stored <= 512
  done[#done + 1] = goes_along and (id .. '\\n' .. stored) or id
end

local own_ttl_text = string.format('%.0f', own_ttl)
local function plain_ack(id, level, token, valid, failures, lost)
  local outcome = take()
  if not valid then return end
  if heard then note('task-succeeded', id, failures + lost + 1) end
  succeed(id, token, own_ttl_text, outcome)
end

-- Gives t, having done nothing, when the id of a follow-up belongs to another task.
local function ack(id, level, token, valid, failures, lost)
  local ttl, outcome, hashes, follow_ups = take(), take(), take(), take_tasks()
  if not valid then return end
  local known
  if #follow_ups > 0 then
    follow_ups = leave_out_known(follow_ups, id)
    known = stored_of(follow_ups)
    if not known then return 't' end
  end
  if heard then note('task-succeeded', id, failures + lost + 1) end
  if hashes ~= '' then drop_code(hashes) end
  succeed(id, token, ttl, outcome)
  if known then add_tasks(follow_ups, known) end
end

local function retry(id, level, token, valid, failures, lost)
  local delay, why = take(), take()
  if not valid then return end
  leave_claim(token, id)
  if heard then note('task-retried', id, failures + lost + 1, delay, reason_in(why)) end
  redis.call('HDEL', tag .. ':x', id)
  write_state(id, failures + 1, lost, '-' .. token)
  make_waiting(level .. id, delay)
end

local function bury_claim(id, level, token, valid)
  local ttl, outcome = take(), take()
  if not valid then return end
  leave_claim(token, id)
  bury(id, token, ttl, outcome)
end

local function release(id, level, token, valid, failures, lost)
  local delay, ttl, outcome = take(), take(), take()
  if not valid then return end
  leave_claim(token, id)
  if outcome ~= '' and is_unroutable(id, worker, unroutable_after) then
    bury(id, token, ttl, outcome)
  else
    if outcome == '' then redis.call('HDEL', tag .. ':x', id) end
    if heard then note('task-released', id, failures + lost + 1, delay, reason_in(outcome)) end
    write_state(id, failures, lost, '-' .. token)
    make_waiting(level .. id, delay)
  end
end

local function lose(id, level, token, valid, failures, lost)
  local ttl, outcome = take(), take()
  if not valid then return end
  leave_claim(token, id)
  if workers_lost(id, lost + 1) >= max_lost then return bury(id, token, ttl, outcome) end
  note_lost(id, failures + lost + 1, outcome)
  redis.call('HDEL', tag .. ':x', id)
  write_state(id, failures, lost + 1, '-' .. token)
  if not (has_lanes() and lanes().put(level .. id, true)) then make_waiting(level .. id, 0) end
end

local kinds = { p = plain_ack, a = ack, r = retry, d = bury_claim, g = release, l = lose }
local verdicts, settled, i = {}, {}, 0
local count = take()
-- Where there is little to do, a small outcome goes with the message, and whoever waits need not read it.
is_idle = count <= 8
local before_ids = cursor
cursor = cursor + count
local states = count > 0 and redis.call('HMGET', tag .. ':a', unpack(args, before_ids + 1, cursor)) or {}
while i < count do
  local kind, level, token, alike = take(), take(), take(), take()
  local is_usual = kind == 'p' and not heard
  for _ = 1, alike do
    i = i + 1
    local id, state = args[before_ids + i], states[i]
    if is_usual and state == token and not settled[id] then
      -- Most settles: of a task that never failed, and nobody listens.
      settled[id], verdicts[i] = true, 'y'
      succeed(id, token, own_ttl_text, take())
    else
      local failures, lost, state_token = 0, 0, token
      if state ~= token then failures, lost, state_token = read_state(state) end
      local valid = state_token == token and not settled[id]
      local refused = kinds[kind](id, level, token, valid, failures, lost)
      verdicts[i] = refused or ((valid or settled_by(id, token, state_token)) and 'y' or 'n')
      if valid and not refused then settled[id] = true end
      if verdicts[i] == 'n' then ${holderIsAlive} end
    end
  end
end
count_left()
if #acked > 0 then
  redis.call('HDEL', tag .. ':a', unpack(acked))
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
