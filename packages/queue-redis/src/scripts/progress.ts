import { defineScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Keeps how far running tasks are.
 *
 * KEYS tag · arguments, packed: number of tasks, then each as id, token, text. Returns how many of the claims are valid.
 * One script, so that nothing is kept of a task that has ended, nor of a claim that is lost. O(n).
 */
export const progressScript = defineScript(
  'progress/1',
  prelude,
  `
local ids, tokens, texts, kept = {}, {}, {}, {}
for i = 1, take() do
  ids[i], tokens[i], texts[i] = take(), take(), take()
end
for i, state in ipairs(redis.call('HMGET', tag .. ':a', unpack(ids))) do
  local failures, lost, token = read_state(state)
  if token == tokens[i] then
    kept[#kept + 1] = ids[i]
    kept[#kept + 1] = texts[i]
    note('task-progress', ids[i], failures + lost + 1, 0, #texts[i] <= 1000 and texts[i])
  end
end
if #kept > 0 then redis.call('HSET', tag .. ':p', unpack(kept)) end
record_events()
return #kept / 2
`,
);
