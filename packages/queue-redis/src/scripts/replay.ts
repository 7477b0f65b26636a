import { defineScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Makes up to 1,000 dead letters waiting again; their attempts and outcomes are forgotten.
 *
 * KEYS tag · arguments, packed: number of tasks, then each as entry, limit key (empty: none).
 * Returns how many were made waiting: those that are dead letters and have a record.
 * One script, so that a task is never in two places, and sent twice is done once. O(n log dead letters).
 */
export const replayScript = defineScript(
  'replay/2',
  prelude,
  `
local count = 0
for i = 1, take() do
  local entry, key = take(), take()
  local id = string.sub(entry, 2)
  if redis.call('ZSCORE', tag .. ':dead', id) and is_record(head_of(id)) then
    redis.call('ZREM', tag .. ':dead', id)
    redis.call('HDEL', tag .. ':why', id)
    redis.call('DEL', tag .. ':o:' .. id)
    if key ~= '' then lanes().hold(id, key) end
    make_waiting(entry, 0)
    note('task-replayed', id)
    count = count + 1
  end
end
record_events()
wake_where_due()
return count
`,
);
