import { defineFreeingScript } from '../connection/script.ts';
import { holderIsAlive } from './holder-is-alive.ts';
import { prelude } from './prelude.ts';

/**
 * Renews leases.
 *
 * KEYS tag · arguments, packed: worker id, lease in ms, number of tasks, then each as entry, token.
 * Returns a letter for each task: y its lease is renewed, n it is not its claim's any more.
 * One script, so that a lease is never renewed for a token that is no longer its. O(n + claims log claims).
 */
export const renewScript = defineFreeingScript(
  'renew/5',
  prelude,
  `
see_worker(take())
local lease_end, count = string.format('%.0f', now + take()), take()
local ids, tokens, verdicts, renewed, is_renewed = {}, {}, {}, {}, {}
for i = 1, count do
  ids[i], tokens[i] = string.sub(take(), 2), take()
end
local states = count > 0 and redis.call('HMGET', tag .. ':a', unpack(ids)) or {}
for i, token in ipairs(tokens) do
  local _, _, state_token = read_state(states[i])
  verdicts[i] = state_token == token and 'y' or 'n'
  if verdicts[i] == 'n' then
    local id = ids[i]
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
