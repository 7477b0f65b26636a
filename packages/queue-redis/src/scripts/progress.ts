import { defineScript } from '../connection/script.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';

/**
 * Keeps how far running tasks are.
 *
 * KEYS tag · arguments, packed: number of tasks, then each as id, token, text. Returns how many of the claims are valid.
 * One script, so that nothing is kept of a task that has ended, nor of a claim that is lost. O(tasks of the claims).
 */
export const progressScript = defineScript(
  'progress/2',
  prelude,
  leases,
  `
local kept = {}
for i = 1, take() do
  local id, token, text = take(), take(), take()
  local nth, task = find_task(token, id)
  if nth then
    kept[#kept + 1] = id
    kept[#kept + 1] = text
    note('task-progress', id, task[FAILURES_OF] + task[LOST_OF] + 1, 0, #text <= 1000 and text)
  end
end
if #kept > 0 then redis.call('HSET', tag .. ':p', unpack(kept)) end
record_events()
return #kept / 2
`,
);
