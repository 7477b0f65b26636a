import { defineScript } from '../connection/script.ts';
import { add } from './add.ts';
import { after } from './after.ts';
import { backlog } from './backlog.ts';
import { code } from './code.ts';
import { prelude } from './prelude.ts';

/**
 * Makes up to 1,000 tasks waiting or delayed, idempotent by id.
 *
 * KEYS tag · arguments, packed: number of code texts, then each as hash, text (empty: "you should have it"); number of tasks, then
 * each as entry, due, record, beside.
 * Returns `added`, or a list of `added` and the ids of tasks that were left out, each with the id of the known task; or, having
 * written nothing, `taken` when another record has one of the ids, `missing` when a text without content is not there,
 * { `full`, and what the fragment `backlog` counted }. A text that no record names expires after an hour.
 * One script, so that a task is never seen without its code nor an id without its record, and that one gives way in a full queue
 * only to one that is there. O(n).
 */
export const enqueueScript = defineScript(
  'enqueue/7',
  prelude,
  code,
  after,
  add,
  backlog,
  `
local texts = {}
for i = 1, take() do
  local hash, text = take(), take()
  if redis.call('EXISTS', tag .. ':c:' .. hash) == 1 then
    redis.call('PEXPIRE', tag .. ':c:' .. hash, 3600000, 'GT')
  else
    if text == '' then return 'missing' end
    texts[#texts + 1] = tag .. ':c:' .. hash
    texts[#texts + 1] = text
  end
end
local tasks, known = leave_out_known(take_tasks())
local stored = stored_of(tasks)
if not stored then return 'taken' end
local full = full_for(tasks, stored)
if full then return full end
for i = 1, #texts, 2 do redis.call('SET', texts[i], texts[i + 1], 'PX', 3600000) end
add_tasks(tasks, stored)
tell_done()
wake_where_due()
if #known == 0 then return 'added' end
return { 'added', unpack(known) }
`,
);
