import { defineScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Keeps a queue recording what happens in it, for a minute from now, and reads some of it.
 *
 * KEYS tag · arguments, packed: the position to read behind (empty: nothing is read), how many entries.
 * Returns { the server's time, the epoch, the number of the last event; of each entry its id, the time, and the events as JSON }.
 * One script, so that nothing happens between the look whether somebody listens and the note of it. O(entries).
 */
export const listenScript = defineScript(
  'listen/1',
  prelude,
  `
local from, count = take(), take()
local moment = string.format('%.0f', now)
if not is_heard() then
  epoch = moment
  redis.call('DEL', tag .. ':ev')
  redis.call('HSET', tag .. ':on', 'epoch', epoch, 'last', 0, 'count', 0, 'bytes', 0)
end
redis.call('PEXPIRE', tag .. ':on', 60000)
redis.call('PEXPIRE', tag .. ':ev', 60000)
local read = { moment, epoch, redis.call('HGET', tag .. ':on', 'last') }
if from ~= '' then
  -- Of an epoch that is over nothing is left: all of this one is new to the reader.
  local start = string.match(from, '^%d+') == epoch and from or epoch .. '-0'
  for _, entry in ipairs(redis.call('XRANGE', tag .. ':ev', '(' .. start, '+', 'COUNT', count)) do
    read[#read + 1] = entry[1]
    read[#read + 1] = entry[2][4]
    read[#read + 1] = entry[2][6]
  end
end
return read
`,
);
