import { defineFreeingScript } from '../script.ts';
import { prelude } from './prelude.ts';

/**
 * Renews leases.
 *
 * KEYS tag · ARGV worker id, lease in ms, number of claims, then each as entry, token.
 * Returns a letter for each claim: y renewed, n lost.
 * One script, so that a lease is never renewed for a token that is no longer its. O(n log leases).
 */
export const renewScript = defineFreeingScript(
  'renew/1',
  prelude,
  `
see_worker(take())
local lease, verdicts = tonumber(take()), {}
for i = 1, tonumber(take()) do
  local entry, token = take(), take()
  local _, _, state_token = read_state(redis.call('HGET', tag .. ':a', string.sub(entry, 2)))
  if state_token == token then
    redis.call('ZADD', tag .. ':l', 'XX', now + lease, entry)
    verdicts[i] = 'y'
  else
    verdicts[i] = 'n'
  end
end
return table.concat(verdicts)
`,
);
