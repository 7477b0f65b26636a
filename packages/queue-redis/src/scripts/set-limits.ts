import { defineScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Puts the limits of a queue in the place of those before, and wakes whoever may claim by them.
 *
 * KEYS tag · arguments, packed: concurrency, starts, ms in which these count, ms after which a task is raised, how many may wait, for
 * how many ms producers do; each empty where it is not limited.
 * One script, so that no claim sees one limit new and the other old. O(1).
 */
export const setLimitsScript = defineScript(
  'set-limits/2',
  prelude,
  `
redis.call('DEL', tag .. ':lim', tag .. ':age', tag .. ':most')
for _, name in ipairs({ 'concurrency', 'count', 'per', 'raise' }) do
  local value = take()
  if value ~= '' then redis.call('HSET', tag .. ':lim', name, value) end
end
local most, wait = take(), take()
if most ~= '' then redis.call('HSET', tag .. ':most', 'count', most, 'wait', wait) end
wake_where_due()
`,
);
