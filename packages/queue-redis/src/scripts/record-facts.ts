/** The fragment that reads in a record what concerns the queue, for whoever has no client to do it. O(header + envelope). */
export const recordFacts = `
-- The options in the header of a record, without those at their default; none where it cannot be read.
local function options_in(key)
  local head = redis.call('GETRANGE', key, 0, 4)
  local length = #head == 5 and struct.unpack('>I4', head, 2) or 0
  local ok, fields = pcall(cjson.decode, redis.call('GETRANGE', key, 5, 4 + math.min(length, 4096)))
  local options = ok and type(fields) == 'table' and fields[12]
  return type(options) == 'table' and options or {}
end

-- The texts that a record names, as they stand in its envelope, behind its header; nothing for a reference.
local function code_in(key)
  local head = redis.call('GETRANGE', key, 0, 4)
  local envelope_start = #head == 5 and 5 + struct.unpack('>I4', head, 2)
  local head_of_envelope = envelope_start and redis.call('GETRANGE', key, envelope_start, envelope_start + 3) or ''
  local length = #head_of_envelope == 4 and struct.unpack('>I4', head_of_envelope) or 0
  if length == 0 then return '' end
  local envelope = redis.call('GETRANGE', key, envelope_start + 4, envelope_start + 3 + math.min(length, 65536))
  return string.match(envelope, '^{"version":%d+,"strategy":"%w+","name":"[^"]*","code":%[([^%]]*)%]') or ''
end
`;
