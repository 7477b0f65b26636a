/** The fragment that limits how many tasks wait; used by `enqueue` alone, so that what runs can always be settled. */
export const backlog = `
-- Nothing where there is room for those of the tasks that are new; else how many wait, how many may, and for how long
-- producers wait for room.
local function full_for(tasks, stored)
  local most, wait = unpack(redis.call('HMGET', tag .. ':most', 'count', 'wait'))
  if not most then return end
  local fresh = 0
  for i = 1, #tasks do
    if not stored[i] or stored[i] == cancelled_record then fresh = fresh + 1 end
  end
  local waiting = redis.call('ZCARD', tag .. ':z') + count_ready()
  if fresh > 0 and waiting + fresh > tonumber(most) then return { 'full', waiting, most, wait, fresh } end
end
`;
