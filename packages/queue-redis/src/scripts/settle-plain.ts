import { defineFreeingScript } from '../connection/script.ts';
import { cancelledRecord, outcomeMark } from '../keys.ts';
import { openClaims } from './open-claims.ts';
import { pastOutcomes } from './past-outcomes.ts';

/**
 * Settles up to 128 claims by plain acks, then claims more: most of what a worker does. It is what `settle` does with them
 * while nobody waits, listens or limits, nothing is due and no lease is over, and no more: a script makes all its functions
 * anew each time it runs.
 *
 * KEYS tag · arguments, packed, and answers as those of `settle`; or, having written nothing, `not plain`: `settle` knows what
 * to do. One script, as `settle` is. O(settles + claims).
 */
export const settlePlainScript = defineFreeingScript(
  'settle-plain/1',
  `
local tag = KEYS[1]
local args = cmsgpack.unpack(ARGV[1])
local worker, wanted, lease, ttl, count = args[1], args[2], args[4], args[7], args[8]
if redis.call('EXISTS', tag .. ':after', tag .. ':vc', tag .. ':dk', tag .. ':on', tag .. ':x', tag .. ':p', tag .. ':pos',
  tag .. ':lk', tag .. ':lanes', tag .. ':rest', tag .. ':len', tag .. ':kept', tag .. ':alive', tag .. ':lim',
  tag .. ':watched') > 0 then
  return 'not plain'
end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local outcome_mark, swept_ttl = '${outcomeMark}', ttl
${openClaims}
${pastOutcomes}
-- Milliseconds until something is due or a lease ends; -1 where nothing is known to come.
local function next_due()
  local delayed = redis.call('ZRANGE', tag .. ':z', 0, 0, 'WITHSCORES')[2]
  local leased = redis.call('ZRANGE', tag .. ':l', 0, 0, 'WITHSCORES')[2]
  if not delayed and not leased then return -1 end
  return math.max(0, math.min(tonumber(delayed or leased), tonumber(leased or delayed)) - now)
end
if wanted > 0 and next_due() == 0 then return 'not plain' end

-- Most outcomes are written together; where little is going on, Redis ends them.
local first_id, cursor, is_idle = 8, 8 + count, count <= 8
local writes, last = {}, 0
local ends_at = is_idle and '' or ':' .. string.format('%.0f', now + ttl)
while last < 2 * count do
  local kind, token, which = args[cursor + 1], args[cursor + 3], args[cursor + 4]
  local letters = kind == 'p' and letters_of(token)
  if not letters then return 'not plain' end
  cursor = cursor + 4
  local mark = outcome_mark .. token .. ends_at .. '\\n'
  for at = 1, #which do
    local nth = string.byte(which, at) + 1
    if letters[nth] ~= RUNS then return 'not plain' end
    letters[nth] = is_idle and LEFT or ENDED
    writes[last + 1] = tag .. ':t:' .. args[first_id + last / 2 + 1]
    writes[last + 2] = mark .. args[cursor + at]
    last = last + 2
  end
  letters.left = letters.left + #which
  cursor = cursor + #which
end

-- What was taken from the ready lists goes back where one of the records is none.
local ids, names, keys, popped = {}, {}, {}, {}
local function put_back()
  for level, some in pairs(popped) do
    for nth = #some, 1, -1 do redis.call('LPUSH', tag .. ':r:' .. level, some[nth]) end
  end
  return 'not plain'
end
local is_paused = redis.call('HEXISTS', tag .. ':cfg', 'paused') == 1
if not is_paused then
  for level = 0, 4 do
    if #ids == wanted then break end
    local some = redis.call('LPOP', tag .. ':r:' .. level, wanted - #ids)
    if some then
      popped[level] = some
      names[#names + 1] = level .. table.concat(some, ' ' .. level)
      for _, id in ipairs(some) do
        local nth = #ids + 1
        ids[nth], keys[nth] = id, tag .. ':t:' .. id
      end
    end
  end
end
names = table.concat(names, ' ')
local claimed = #ids
local records = claimed > 0 and redis.call('MGET', unpack(keys)) or {}
for nth = 1, claimed do
  if not records[nth] or records[nth] == '${cancelledRecord}' then return put_back() end
end
-- What is known of tasks that came back from a claim.
if redis.call('EXISTS', tag .. ':a') == 1 then
  if count > 0 then redis.call('HDEL', tag .. ':a', unpack(args, first_id + 1, first_id + count)) end
  if redis.call('HLEN', tag .. ':a') <= 1 then redis.call('DEL', tag .. ':a') end
  local states, nth = claimed > 0 and redis.call('HMGET', tag .. ':a', unpack(ids)) or {}, 0
  names = string.gsub(names, '[^ ]+', function(name)
    nth = nth + 1
    return states[nth] and name .. ':' .. string.match(states[nth], '^%d+:%d+')
  end)
end

local told = ''
if is_idle then
  local parts = {}
  for nth = 1, count do
    local id, stored = args[first_id + nth], writes[2 * nth]
    redis.call('PSETEX', writes[2 * nth - 1], ttl, stored)
    parts[nth] = #stored <= 512 and id .. '\\n' .. stored or id
  end
  told = table.concat(parts, '\\30')
else
  redis.call('MSET', unpack(writes))
  told = table.concat(args, '\\30', first_id + 1, first_id + count)
end
write_claims()
local token, due = '', -1
if wanted > 0 then
  if redis.call('ZADD', tag .. ':w', now, worker) == 1 then
    redis.call('ZREMRANGEBYSCORE', tag .. ':w', '-inf', '(' .. string.format('%.0f', now - 15000))
  end
  sweep_past(2)
end
if claimed > 0 then
  token = string.format('%.0f', redis.call('INCR', tag .. ':seq'))
  open_lease(token, string.format('%.0f', now + lease), names, claimed)
end
if claimed < wanted then due = next_due() end
if count > 0 then redis.call('PUBLISH', tag .. ':done', told) end
local ready = tag .. ':r:'
if not is_paused and (claimed == wanted or wanted == 0) and redis.call('LLEN', tag .. ':m') == 0
  and redis.call('EXISTS', ready .. '0', ready .. '1', ready .. '2', ready .. '3', ready .. '4') > 0 then
  redis.call('RPUSH', tag .. ':m', '1')
end
return { string.rep('y', count), claimed, token, due, names, records, {} }
`,
);
