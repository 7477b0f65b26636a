import { makeRoom } from './make-room.ts';

/** The fragment that limits how many tasks wait; used by `enqueue` alone, so that what runs can always be settled. */
export const backlog = `
${makeRoom}
-- Nothing where there is room for those of the tasks that are new, or is made; else how many tasks wait or bytes they take, how many
-- may, for how long producers wait for room, how many tasks had none, and which of the two it is.
local function full_for(tasks, stored)
  local most, most_bytes, wait, when_full = unpack(redis.call('HMGET', tag .. ':most', 'count', 'bytes', 'wait', 'full'))
  if not most and not most_bytes then return end
  local fresh, bytes = 0, 0
  for i, task in ipairs(tasks) do
    if not stored[i] or stored[i] == cancelled_record then
      fresh = fresh + 1
      bytes = bytes + #task[RECORD]
    end
  end
  if fresh == 0 then return end
  local waiting = most and redis.call('ZCARD', tag .. ':z') + count_ready()
  local held = most_bytes and tonumber(redis.call('HGET', tag .. ':len', '*') or 0)
  local lacking = most and waiting + fresh - tonumber(most) or 0
  local lacking_bytes = most_bytes and held + bytes - tonumber(most_bytes) or 0
  if lacking <= 0 and lacking_bytes <= 0 then return end
  local can_give_way = lacking <= (waiting or 0) and lacking_bytes <= (held or 0)
  if when_full == 'drop-oldest' and can_give_way and make_room(tasks, stored, lacking, lacking_bytes) then return end
  if lacking > 0 then return { 'full', waiting, most, wait, fresh, 'tasks' } end
  return { 'full', held, most_bytes, wait, fresh, 'bytes' }
end
`;
