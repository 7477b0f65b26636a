import { defineFreeingScript } from '../connection/script.ts';
import { add } from './add.ts';
import { after } from './after.ts';
import { code } from './code.ts';
import { prelude } from './prelude.ts';

/**
 * Takes what another partition has for this one.
 *
 * KEYS tag · arguments, packed: number of the other partition, as text; how many entries of its outbox, each as id of the
 * entry, what it says: a packed list of
 * - `add`, entry, due, record, beside: a follow-up; nothing where the id is known
 * - `watch`, number of a partition, id, = where the value is taken: who is to be told when that task of ours has ended
 * - `end`, id, + or -, outcome as it is stored or nothing: how a task of theirs ended that is waited for here
 * Returns nothing. Entries come in their order, and those up to the last one that was taken before are passed over: sent
 * twice, they are taken once, whatever became of their effects since. One script for the same reason. O(entries).
 */
export const receiveScript = defineFreeingScript(
  'receive/1',
  prelude,
  code,
  after,
  add,
  `
local from = take()
local last = redis.call('HGET', tag .. ':ib', from) or '0-0'
local function is_later(id, other)
  local time, number = string.match(id, '^(%d+)-(%d+)$')
  local other_time, other_number = string.match(other, '^(%d+)-(%d+)$')
  if time ~= other_time then return tonumber(time) > tonumber(other_time) end
  return tonumber(number) > tonumber(other_number)
end

local kinds = {}
function kinds.add(entry, due, record, packed)
  local id = string.sub(entry, 2)
  local task = { entry, due, record, packed, id, tag .. ':t:' .. id, packed ~= '' and beside_of(packed) }
  local tasks = leave_out_known({ task })
  local stored = stored_of(tasks)
  if stored then add_tasks(tasks, stored) end
end
function kinds.watch(partition, upstream, takes)
  local ended, mark = how_ended(upstream), '>' .. takes .. partition
  if ended then return tell_elsewhere(partition, takes, upstream, ended) end
  if redis.call('LPOS', tag .. ':dep:' .. upstream, mark) then return end
  redis.call('RPUSH', tag .. ':dep:' .. upstream, mark)
  redis.call('HSET', tag .. ':watched', upstream .. mark, '')
  if takes == '=' then hold_value(upstream, false) end
end
kinds['end'] = function(upstream, ended, outcome)
  if ended == '+' and outcome ~= '' then keep_value(upstream, outcome) end
  if ended == '-' and outcome ~= '' then
    redis.call('SET', tag .. ':o:' .. upstream, outcome, 'PX', own_outcome_ttl)
  end
  note_ended(upstream, ended)
end

for _ = 1, take() do
  local id, said = take(), cmsgpack.unpack(take())
  if is_later(id, last) then
    kinds[said[1]](unpack(said, 2))
    last = id
  end
end
redis.call('HSET', tag .. ':ib', from, last)
if uses_after then carry_on() end
tell_done()
wake_where_due()
`,
);
