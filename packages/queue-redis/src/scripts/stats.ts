import { defineFreeingScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Counts the tasks by where they are.
 *
 * KEYS tag · no arguments. Returns { waiting, delayed, held back, running, dead, 1 where the queue is paused }.
 * One script, so that a task on its way from one place to another is counted once. O(log tasks).
 */
export const statsScript = defineFreeingScript(
  'stats/3',
  prelude,
  `
-- What is due and was not promoted yet could be claimed now.
local due = redis.call('ZCOUNT', tag .. ':z', '-inf', now)
return {
  count_ready() + due,
  redis.call('ZCARD', tag .. ':z') - due,
  redis.call('ZCOUNT', tag .. ':after', '(0', '+inf'),
  count_claimed(),
  redis.call('ZCARD', tag .. ':dead'),
  redis.call('HEXISTS', tag .. ':cfg', 'paused'),
}
`,
);
