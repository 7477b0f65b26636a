import { defineFreeingScript, defineScript } from '../connection/script.ts';
import { code } from './code.ts';
import { prelude } from './prelude.ts';

/**
 * Keeps a by-value task under a name, in the place of the one before.
 *
 * KEYS tag · arguments, packed: the most names; name, record, hashes of its code; number of texts, each as hash, text.
 * Returns 1; or, having done nothing, 0 where there are too many names.
 * One script, so that the code that is named is counted with the name. O(texts).
 */
export const publishScript = defineScript(
  'publish/1',
  prelude,
  code,
  `
local most, name, record, hashes = take(), take(), take(), take()
local key = tag .. ':cat'
local before = redis.call('HGET', key, '=' .. name)
if not before and redis.call('HLEN', key) >= 2 * most then return 0 end
for i = 1, take() do
  local hash, text = take(), take()
  redis.call('SET', tag .. ':c:' .. hash, text)
end
hold_code(hashes)
drop_code(before or '')
redis.call('HSET', key, name, record, '=' .. name, hashes)
return 1
`,
);

/** Takes what is under a name away. KEYS tag · arguments, packed: name. Returns 1 where there was something. O(texts). */
export const unpublishScript = defineFreeingScript(
  'unpublish/1',
  prelude,
  code,
  `
local name = take()
drop_code(redis.call('HGET', tag .. ':cat', '=' .. name) or '')
return redis.call('HDEL', tag .. ':cat', name, '=' .. name) > 0 and 1 or 0
`,
);
