/**
 * The fragment that notes who refused a task, and judges whether anybody is left who may run it. `:x` holds the time of the
 * first refusal and the workers, with spaces between; `:w` the workers, by when they were last seen.
 */
export const unroutable = `
-- Whether every worker seen in the last 15 s refused a task, this one included, or the time for that, in ms, is over.
local function is_unroutable(id, worker, after)
  local before = redis.call('HGET', tag .. ':x', id)
  local refused = before or now .. ' '
  local function has_refused(one) return string.find(refused, ' ' .. one .. ' ', 1, true) end
  if not has_refused(worker) then
    refused = refused .. worker .. ' '
    redis.call('HSET', tag .. ':x', id, refused)
  end
  if not before then return false end
  if now - tonumber(string.match(refused, '^%d+')) >= after then return true end
  for _, live in ipairs(redis.call('ZRANGEBYSCORE', tag .. ':w', now - 15000, '+inf')) do
    if not has_refused(live) then return false end
  end
  return true
end
`;
