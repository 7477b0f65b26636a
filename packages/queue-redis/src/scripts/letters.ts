import { defineScript } from '../connection/script.ts';

/**
 * Tells how long the records of dead letters are.
 *
 * KEYS tag · arguments, packed: how many of the newest to leave out, how many to look at.
 * Returns the bytes of each record, the newest first.
 * One script, so that a letter is asked for with its neighbours of now. O(log dead letters + letters looked at).
 */
export const lettersScript = defineScript(
  'letters/1',
  `
local tag, args = KEYS[1], cmsgpack.unpack(ARGV[1])
local lengths = redis.call('ZREVRANGE', tag .. ':dead', args[1], args[1] + args[2] - 1)
for i, id in ipairs(lengths) do lengths[i] = redis.call('STRLEN', tag .. ':t:' .. id) end
return lengths
`,
);
