/** No function: a script makes all its functions anew each time it runs. */
const touchCount = `
    if is_recounted == nil then is_recounted = redis.call('EXISTS', tag .. ':ccs') == 1 end
    if is_recounted then redis.call('HDEL', tag .. ':ccs', hash) end`;

/**
 * The fragment that counts, for each text of by-value code, the records that name it; without any it goes in an hour. While
 * an auditor counts them anew, in `:ccs`, it passes over what is counted meanwhile.
 */
export const code = `
local is_recounted
-- Counts one more record for each text, and keeps the text from expiring.
local function hold_code(hashes)
  for hash in string.gmatch(hashes, '[^,]+') do
    redis.call('HINCRBY', tag .. ':cc', hash, 1)
    redis.call('PERSIST', tag .. ':c:' .. hash)
${touchCount}
  end
end

-- Counts one less.
local function drop_code(hashes)
  for hash in string.gmatch(hashes, '[^,]+') do
    if redis.call('HINCRBY', tag .. ':cc', hash, -1) <= 0 then
      redis.call('HDEL', tag .. ':cc', hash)
      redis.call('PEXPIRE', tag .. ':c:' .. hash, 3600000)
    end
${touchCount}
  end
end
`;
