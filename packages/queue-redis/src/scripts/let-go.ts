import { defineFreeingScript } from '../connection/script.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';

/**
 * Ends the leases of single tasks, whose claims may go on: nobody here answers for them any more.
 *
 * KEYS tag · arguments, packed: lost leases allowed, ttl of the outcome of a task that was lost too often; number of tasks,
 * then each as entry, token. Returns 1.
 * One script, so that a task goes back only for a token that it still has; sent twice is done once. O(tasks of the claims).
 */
export const letGoScript = defineFreeingScript(
  'let-go/3',
  prelude,
  leases,
  `
local max_lost, ttl = take(), take()
for i = 1, take() do
  local entry, token = take(), take()
  local id = string.sub(entry, 2)
  local nth, task = find_task(token, id)
  if nth then
    leave_claim(token, nth, id)
    lose_lease(task, max_lost, ttl)
  end
end
write_claims()
tell_done()
wake_where_due()
return 1
`,
);
