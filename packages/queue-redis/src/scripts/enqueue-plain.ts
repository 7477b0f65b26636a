import { defineScript } from '../connection/script.ts';
import { limits } from './limits.ts';

/**
 * Makes up to 1,000 new tasks of one priority waiting, which have nothing beside them and are due: most tasks. It is what
 * `enqueue` does with them while nobody listens to events, and no more: a script makes all its functions anew each time it
 * runs, which took half of the time of a single task.
 *
 * KEYS tag · arguments, packed: level, then each task as id, record.
 * Returns `added`; or, having written nothing, `not plain` when something is stored under one of the ids, somebody
 * listens, or the backlog has a limit: `enqueue` knows what to do.
 * One script, so that an id is never without its record. O(n).
 */
export const enqueuePlainScript = defineScript(
  'enqueue-plain/2',
  `
local tag = KEYS[1]
local args = cmsgpack.unpack(ARGV[1])
local ids, keys, writes = {}, {}, {}
for i = 1, (#args - 1) / 2 do
  local id, last = args[2 * i], 2 * i
  local key = tag .. ':t:' .. id
  ids[i], keys[i] = id, key
  writes[last - 1], writes[last] = key, args[last + 1]
end
keys[#keys + 1] = tag .. ':on'
keys[#keys + 1] = tag .. ':most'
if redis.call('EXISTS', unpack(keys)) > 0 then return 'not plain' end
redis.call('MSET', unpack(writes))
redis.call('RPUSH', tag .. ':r:' .. args[1], unpack(ids))

-- Wakes one blocked worker, as the other scripts do.
if redis.call('LLEN', tag .. ':m') > 0 or redis.call('HEXISTS', tag .. ':cfg', 'paused') == 1 then return 'added' end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
${limits}
if room_for(1) > 0 then redis.call('RPUSH', tag .. ':m', '1') end
return 'added'
`,
);
