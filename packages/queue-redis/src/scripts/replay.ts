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
  'replay/3',
  prelude,
  `
-- Holds the deduplication key that the task had, where no other task holds it by now.
local function hold_key_again(id)
  local key = redis.call('HGET', tag .. ':ddk', id)
  if not key then return end
  redis.call('HDEL', tag .. ':ddk', id)
  if redis.call('EXISTS', tag .. ':d:' .. key) == 0 then hold_key(id, key) end
end

local count = 0
for i = 1, take() do
  local entry, key = take(), take()
  local id = string.sub(entry, 2)
  if redis.call('ZSCORE', tag .. ':dead', id) and is_record(head_of(id)) then
    redis.call('ZREM', tag .. ':dead', id)
    redis.call('HDEL', tag .. ':why', id)
    redis.call('DEL', tag .. ':o:' .. id)
    if key ~= '' then lanes().hold(id, key) end
    hold_key_again(id)
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
