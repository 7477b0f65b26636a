import { defineFreeingScript } from '../connection/script.ts';
import { holderIsAlive } from './holder-is-alive.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';

/**
 * Renews leases.
 *
 * KEYS tag · arguments, packed: worker id, lease in ms, number of tasks, then each as entry, token.
 * Returns a letter for each task: y its lease is renewed, n it is not its claim's any more.
 * One script, so that a lease is never renewed for a token that is no longer its. O(tasks of the claims + claims log claims).
 */
export const renewScript = defineFreeingScript(
  'renew/6',
  prelude,
  leases,
  `
see_worker(take())
local lease_end, count = string.format('%.0f', now + take()), take()
local verdicts, renewed, is_renewed = {}, {}, {}
for i = 1, count do
  local id, token = string.sub(take(), 2), take()
  verdicts[i] = find_task(token, id) and 'y' or 'n'
  if verdicts[i] == 'n' then
${holderIsAlive}
  elseif not is_renewed[token] then
    is_renewed[token] = true
    renewed[#renewed + 1] = lease_end
    renewed[#renewed + 1] = token
  end
end
if #renewed > 0 then redis.call('ZADD', tag .. ':l', 'XX', unpack(renewed)) end
return table.concat(verdicts)
`,
);
