/** The fragment that counts, for each text of by-value code, the records that name it; without any it goes in an hour. */
export const code = `
-- Counts one more record for each text, and keeps the text from expiring.
local function hold_code(hashes)
  for hash in string.gmatch(hashes, '[^,]+') do
    redis.call('HINCRBY', tag .. ':cc', hash, 1)
    redis.call('PERSIST', tag .. ':c:' .. hash)
  end
end

-- Counts one less.
local function drop_code(hashes)
  for hash in string.gmatch(hashes, '[^,]+') do
    if redis.call('HINCRBY', tag .. ':cc', hash, -1) <= 0 then
      redis.call('HDEL', tag .. ':cc', hash)
      redis.call('PEXPIRE', tag .. ':c:' .. hash, 3600000)
    end
  end
end
`;
