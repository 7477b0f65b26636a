import { defineScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Puts the limits of a queue in the place of those before, and wakes whoever may claim by them.
 *
 * KEYS tag · arguments, packed: concurrency, starts, ms in which these count, ms after which a task is raised, tasks of a key
 * at the same time, starts of a key, ms in which these count; how many dead letters are kept, for how many ms, how many bytes of them;
 * how many tasks may wait, how many bytes they may take, for how many ms producers wait, `drop-oldest` where waiting tasks give way;
 * how many bytes outcomes may take; each empty where it is not limited.
 * One script, so that no claim sees one limit new and the other old. O(keys of which a task is claimed or that rest).
 */
export const setLimitsScript = defineScript(
  'set-limits/5',
  prelude,
  `
redis.call('DEL', tag .. ':lim', tag .. ':age', tag .. ':most')
for _, name in ipairs({ 'concurrency', 'count', 'per', 'raise', 'key-concurrency', 'key-count', 'key-per', 'dead-count', 'dead-age',
  'dead-bytes' }) do
  local value = take()
  if value ~= '' then redis.call('HSET', tag .. ':lim', name, value) end
end
local most, bytes, wait, when_full, results = take(), take(), take(), take(), take()
if most ~= '' then redis.call('HSET', tag .. ':most', 'count', most, 'wait', wait, 'full', when_full) end
if bytes ~= '' then
  redis.call('HSET', tag .. ':most', 'bytes', bytes, 'wait', wait, 'full', when_full)
else
  redis.call('DEL', tag .. ':len')
end
if results ~= '' then redis.call('HSET', tag .. ':kept', 'most', results) else redis.call('DEL', tag .. ':kept', tag .. ':kl') end
-- Lanes that were full or rested may start something now: all that have no ticket are looked at by the next claims.
if has_lanes() then
  local facts = redis.call('HKEYS', tag .. ':lanes')
  for _, fact in ipairs(facts) do
    if string.sub(fact, 1, 1) == '+' then redis.call('ZADD', tag .. ':rest', 0, string.sub(fact, 2)) end
  end
  for _, key in ipairs(redis.call('ZRANGE', tag .. ':rest', 0, -1)) do redis.call('ZADD', tag .. ':rest', 0, key) end
  earlier_due = redis.call('EXISTS', tag .. ':rest') == 1
end
wake_where_due()
`,
);
