/**
 * The fragment of values that tasks take as arguments, part of the fragment `after`: `:v:<id>` holds one, `:vc` how many tasks
 * take it, and `:in` which ones a task takes.
 */
export const takenValues = `
-- Keeps the value of what ended with one where others take it.
local function keep_value(id, stored)
  if redis.call('HEXISTS', tag .. ':vc', id) == 1 then redis.call('SET', tag .. ':v:' .. id, stored) end
end

-- Keeps the value of a task for one that takes it, from now until that one is acked.
local function hold_value(upstream, ended)
  redis.call('HINCRBY', tag .. ':vc', upstream, 1)
  if ended == '+' then redis.call('SET', tag .. ':v:' .. upstream, redis.call('GET', outcome_key(upstream))) end
end

local function give_back_value(upstream)
  if redis.call('HINCRBY', tag .. ':vc', upstream, -1) <= 0 then
    redis.call('HDEL', tag .. ':vc', upstream)
    redis.call('DEL', tag .. ':v:' .. upstream)
  end
end

-- Gives back the values that tasks took which are gone now.
local function drop_values(ids)
  for i, taken in ipairs(redis.call('HMGET', tag .. ':in', unpack(ids))) do
    if taken then
      redis.call('HDEL', tag .. ':in', ids[i])
      for upstream in string.gmatch(taken, '[^ ]+') do
        give_back_value(upstream)
      end
    end
  end
end

-- The values that claimed tasks take: id, value, id, value; each once.
local function values_for(ids)
  local values, known = {}, {}
  for _, taken in ipairs(redis.call('HMGET', tag .. ':in', unpack(ids))) do
    for upstream in string.gmatch(taken or '', '[^ ]+') do
      if not known[upstream] then
        known[upstream] = true
        local value = redis.call('GET', tag .. ':v:' .. upstream) or redis.call('GET', outcome_key(upstream))
        if value then
          values[#values + 1] = upstream
          values[#values + 1] = value
        end
      end
    end
  end
  return values
end
`;
