import { defineScript } from '../connection/script.ts';
import { outcomeMark } from '../keys.ts';
import { isOver } from './past-outcomes.ts';

/**
 * Reads outcomes, and no records: these may be large.
 *
 * KEYS tag · arguments, packed: the ids of the tasks.
 * Returns the outcome of each as it is stored, nothing where there is none.
 * One script, because an outcome may move to the place of its record between two looks. O(n).
 */
export const readOutcomesScript = defineScript(
  'read-outcomes/2',
  `
local tag, found = KEYS[1], {}
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
${isOver}
for i, id in ipairs(cmsgpack.unpack(ARGV[1])) do
  local key = tag .. ':t:' .. id
  if redis.pcall('GETRANGE', key, 0, 0) ~= '${outcomeMark}' then key = tag .. ':o:' .. id end
  local outcome = redis.call('GET', key)
  found[i] = outcome and not is_over(outcome) and outcome
end
return found
`,
);
