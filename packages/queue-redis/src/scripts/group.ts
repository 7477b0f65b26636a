/**
 * The fragment of groups, part of the fragment `after`. `:g:<id>` is a hash of a group that has not ended: each member,
 * with ? while it has not ended, + where it ended with a value, else a code; under `=` and a word what the group knows of
 * itself. In the list of a member a group stands as @ + id; on the agenda, by its deadline, as `g` + id.
 */
export const group = `
-- The code of a task that ended without a value.
local function code_of_end(id)
  local outcome = redis.call('HGET', tag .. ':why', id) or redis.call('GETRANGE', outcome_key(id), 0, 255)
  return string.match(outcome, '"code":"([A-Z_]+)"') or 'GRAFLOW_TASK_FAILED'
end

local function end_group(id, outcome)
  local key = tag .. ':g:' .. id
  local facts = redis.call('HMGET', key, '=ttl', '=digest')
  redis.call('DEL', key, tag .. ':t:' .. id)
  local stored = keep_outcome(id, '', facts[2], tonumber(facts[1]), outcome)
  redis.call('ZREM', tag .. ':after', 'g' .. id)
  local ended = string.sub(outcome, 1, 1)
  if ended == '+' then keep_value(id, stored) end
  if ended == '+' then note('group-succeeded', id) else note_end('group-failed', id, outcome) end
  note_ended(id, ended)
  done[#done + 1] = id
end

-- Says of each member how it ended, in their order; gives also how many ended well, the first critical one that did not,
-- and whether all have ended.
local function ends_of(id, members, critical)
  local key, ends, well, missed, all_ended = tag .. ':g:' .. id, {}, 0, nil, true
  for member in string.gmatch(members, '[^ ]+') do
    local how = redis.call('HGET', key, member)
    local text = '{"taskId":"' .. member .. '","ok":' .. (how == '+' and 'true' or 'false')
    if how == '+' then
      well = well + 1
    else
      if string.find(' ' .. critical .. ' ', ' ' .. member .. ' ', 1, true) then missed = missed or member end
      if how == '?' then all_ended = false else text = text .. ',"code":"' .. how .. '"' end
    end
    ends[#ends + 1] = text .. '}'
  end
  return ends, well, missed, all_ended
end

-- Ends a group whose members have ended, or whose time is over.
local function judge_group(id)
  local facts = redis.call('HMGET', tag .. ':g:' .. id, '=least', '=critical', '=members')
  if not facts[3] then return redis.call('ZREM', tag .. ':after', 'g' .. id) end
  local ends, well, missed, all_ended = ends_of(id, facts[3], facts[2])
  if well >= tonumber(facts[1]) and not missed then
    return end_group(id, '+0\\nj[' .. table.concat(ends, ',') .. ']')
  end
  local lacking = missed and missed .. ' is critical and did not' or 'at least ' .. facts[1] .. ' were to'
  end_group(id, dead_outcome(0, all_ended and 'GRAFLOW_GROUP_FAILED' or 'GRAFLOW_GROUP_DEADLINE',
    'Of the ' .. #ends .. ' members of group ' .. id .. ', ' .. well .. ' ended with a value; ' .. lacking .. '.'))
end

-- Tells a group of a member that has ended; the last one ends it.
local function tell_group(id, member, ended)
  local key = tag .. ':g:' .. id
  if redis.call('HGET', key, member) ~= '?' then return end
  redis.call('HSET', key, member, ended == '+' and '+' or code_of_end(member))
  if redis.call('HINCRBY', key, '=open', -1) == 0 then judge_group(id) end
end

-- Makes a group that is not there yet; members that have ended count at once. Those of another partition have > and its
-- number behind them.
local function make_group(id, digest, ttl, deadline, least, critical, members)
  local key, open = tag .. ':g:' .. id, 0
  note('group-made', id)
  redis.call('SET', tag .. ':t:' .. id, group_mark)
  redis.call('HSET', key, '=digest', digest, '=ttl', ttl, '=least', least, '=critical', critical, '=members', (string.gsub(members, '>%d+', '')))
  for member, partition in string.gmatch(members, '([^ >]+)>?(%d*)') do
    local how = partition == '' and how_ended(member)
    if not how then
      open = open + 1
      redis.call('RPUSH', tag .. ':dep:' .. member, '@' .. id)
      if partition ~= '' then send_to(partition, 'watch', own_partition(), member, '') end
    end
    redis.call('HSET', key, member, how == '-' and code_of_end(member) or how or '?')
  end
  redis.call('HSET', key, '=open', open)
  redis.call('ZADD', tag .. ':after', now + deadline, 'g' .. id)
  if open == 0 then judge_group(id) end
end
`;
