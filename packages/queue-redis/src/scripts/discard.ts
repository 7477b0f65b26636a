import { defineFreeingScript } from '../connection/script.ts';
import { after } from './after.ts';
import { code } from './code.ts';
import { prelude } from './prelude.ts';

/**
 * Throws up to 1,000 dead letters away, with their records.
 *
 * KEYS tag · arguments, packed: number of tasks, then each as id, time of its death as it was read, hashes of its code.
 * Returns how many were there; one that was replayed and died anew since is another one, and stays.
 * One script, so that a record never goes without its code being counted. O(n log dead letters).
 */
export const discardScript = defineFreeingScript(
  'discard/4',
  prelude,
  code,
  after,
  `
local count = 0
for i = 1, take() do
  local id, died_at, hashes = take(), take(), take()
  if redis.call('ZSCORE', tag .. ':dead', id) == died_at then
    redis.call('ZREM', tag .. ':dead', id)
    redis.call('HDEL', tag .. ':why', id)
    redis.call('HDEL', tag .. ':ddk', id)
    drop_record(id)
    drop_code(hashes)
    note('task-discarded', id)
    drop_values({ id })
    forget_writes({ id })
    count = count + 1
  end
end
record_events()
return count
`,
);
