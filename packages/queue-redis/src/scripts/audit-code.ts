/**
 * The fragment that counts anew how many records name each text of by-value code, for `audit`. One auditor does it, from its first
 * page to its last: `:ccs` holds under `=` whose pass it is, and how many records of it named each text so far. A text that is
 * counted up or down meanwhile is taken out, and left to the next pass: of the others, nothing came and nothing went, so what was
 * seen is what there is. O(texts) where a pass begins and ends, else O(page).
 */
export const auditCode = `
local function begin_recount(pass)
  if redis.call('HEXISTS', tag .. ':ccs', '=') == 1 then return end
  redis.call('HSET', tag .. ':ccs', '=', pass)
  for _, hash in ipairs(redis.call('HKEYS', tag .. ':cc')) do redis.call('HSET', tag .. ':ccs', hash, 0) end
  local published = redis.call('HGETALL', tag .. ':cat')
  for i = 1, #published, 2 do
    if string.sub(published[i], 1, 1) == '=' then
      for hash in string.gmatch(published[i + 1], '[^,]+') do redis.call('HINCRBY', tag .. ':ccs', hash, 1) end
    end
  end
end

local function recount(key)
  for hash in string.gmatch(code_in(key), '%x+') do
    if redis.call('HEXISTS', tag .. ':ccs', hash) == 1 then
      redis.call('HINCRBY', tag .. ':ccs', hash, 1)
    elseif redis.call('HEXISTS', tag .. ':cc', hash) == 0 then
      hold_code(hash)
    end
  end
end

-- Gives how many counts were wrong.
local function end_recount()
  local seen, wrong = redis.call('HGETALL', tag .. ':ccs'), 0
  for i = 1, #seen, 2 do
    local hash, count = seen[i], tonumber(seen[i + 1])
    if hash ~= '=' and tonumber(redis.call('HGET', tag .. ':cc', hash) or 0) ~= count then
      wrong = wrong + 1
      if count > 0 then
        redis.call('HSET', tag .. ':cc', hash, count)
        redis.call('PERSIST', tag .. ':c:' .. hash)
      else
        redis.call('HDEL', tag .. ':cc', hash)
        redis.call('PEXPIRE', tag .. ':c:' .. hash, 3600000)
      end
    end
  end
  redis.call('DEL', tag .. ':ccs')
  return wrong
end
`;
