import { defineScript } from '../connection/script.ts';
import { after } from './after.ts';
import { prelude } from './prelude.ts';

/**
 * Makes a group, idempotent by its id.
 *
 * KEYS tag · arguments, packed: id, digest of what it is, ttl of its outcome as text, deadline in ms from now, how many
 * members must end well, those that must, all members: ids with spaces between.
 * Returns `made`, now or by an earlier call, or `taken` when a task or another group has the id.
 * One script, so that no member ends between the look at it and the note that the group waits for it. O(members).
 */
export const makeGroupScript = defineScript(
  'group/3',
  prelude,
  after,
  `
local id, digest, ttl, deadline, least, critical, members = take(), take(), take(), take(), take(), take(), take()
local head = head_of(id)
if is_record(head) or head == cancelled_record then return 'taken' end
local known = redis.call('HGET', tag .. ':g:' .. id, '=digest') or
  string.match(redis.call('GETRANGE', outcome_key(id), 0, 127), '^[^\\n]*\\n([^\\n]*)\\n')
if known then return known == digest and 'made' or 'taken' end
make_group(id, digest, ttl, deadline, least, critical, members)
if uses_after then carry_on() end
tell_done()
wake_where_due()
return 'made'
`,
);
