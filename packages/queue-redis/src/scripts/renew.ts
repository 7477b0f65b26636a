import { defineFreeingScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Renews leases.
 *
 * KEYS tag · arguments, packed: worker id, lease in ms, number of claims, then each as entry, token.
 * Returns a letter for each claim: y renewed, n lost.
 * One script, so that a lease is never renewed for a token that is no longer its. O(n log leases).
 */
export const renewScript = defineFreeingScript(
  'renew/3',
  prelude,
  `
see_worker(take())
local lease_end, count = string.format('%.0f', now + take()), take()
local ids, entries, tokens, verdicts, renewed = {}, {}, {}, {}, {}
for i = 1, count do
  entries[i], tokens[i] = take(), take()
  ids[i] = string.sub(entries[i], 2)
end
local states = count > 0 and redis.call('HMGET', tag .. ':a', unpack(ids)) or {}
for i = 1, count do
  local _, _, state_token = read_state(states[i])
  verdicts[i] = state_token == tokens[i] and 'y' or 'n'
  if verdicts[i] == 'y' then
    renewed[#renewed + 1] = lease_end
    renewed[#renewed + 1] = entries[i]
  end
end
if #renewed > 0 then redis.call('ZADD', tag .. ':l', 'XX', unpack(renewed)) end
return table.concat(verdicts)
`,
);
