/**
 * The fragment of open claims, part of the fragment `leases`. All tasks of a claim share one lease: `:l` holds the claim's
 * token by the end of the lease, `:held` the tasks that came with it, `:open` a letter for each of these: `r` it runs, `-`
 * it left the claim, `=` it left an outcome that we end ourselves. So each can leave by itself, and a task that never failed
 * needs no state of its own. Under `*`, `:open` counts the tasks that run, of all claims.
 */
export const openClaims = `
local RUNS, LEFT, ENDED = string.byte('r-=', 1, 3)

local function open_lease(token, lease_end, names, count)
  redis.call('ZADD', tag .. ':l', lease_end, token)
  redis.call('HSET', tag .. ':held', token, names)
  redis.call('HSET', tag .. ':open', token, string.rep('r', count))
  redis.call('HINCRBY', tag .. ':open', '*', count)
end

-- The letters of a claim, read once and written by write_claims; nothing where the claim is over.
local claims = {}
local function letters_of(token)
  local letters = claims[token]
  if letters == nil then
    local text = token ~= '' and token ~= '*' and redis.call('HGET', tag .. ':open', token)
    letters = text and { string.byte(text, 1, -1) }
    if letters then letters.left = 0 end
    claims[token] = letters
  end
  return letters or nil
end
local function runs_in(token, nth)
  local letters = letters_of(token)
  return letters ~= nil and letters[nth] == RUNS
end

-- Ends a claim, by its letters. Its tasks are remembered where it left outcomes that we end ourselves.
local function end_lease(token, text)
  text = text or redis.call('HGET', tag .. ':open', token) or ''
  if string.find(text, '=', 1, true) then
    local names = redis.call('HGET', tag .. ':held', token)
    if names then redis.call('ZADD', tag .. ':past', string.format('%.0f', now + swept_ttl), token .. ' ' .. names) end
  end
  redis.call('ZREM', tag .. ':l', token)
  redis.call('HDEL', tag .. ':held', token)
  redis.call('HDEL', tag .. ':open', token)
  local _, running = string.gsub(text, 'r', '')
  if running > 0 then redis.call('HINCRBY', tag .. ':open', '*', -running) end
  claims[token] = false
end
local function write_claims()
  for token, letters in pairs(claims) do
    if letters and letters.left > 0 then
      local text = string.char(unpack(letters))
      redis.call('HINCRBY', tag .. ':open', '*', -letters.left)
      letters.left = 0
      if string.find(text, 'r', 1, true) then redis.call('HSET', tag .. ':open', token, text) else end_lease(token, text) end
    end
  end
end
`;
