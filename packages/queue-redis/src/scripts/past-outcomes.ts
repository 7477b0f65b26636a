/** The function that says of an outcome, by how it begins, whether it is over; it needs `now`. */
export const isOver = `
local function is_over(head)
  local ends_at = string.match(head, '^[^\\n:]*:(%d+)\\n')
  return ends_at and tonumber(ends_at) <= now
end
`;

/** The fragment that takes them away, part of the fragment `outcomes`. */
export const pastOutcomes = `
-- Takes away the outcomes that some claims left and that are over by now; one that another claim of the task wrote stays.
local function sweep_past(most)
  for _, past in ipairs(redis.call('ZRANGEBYSCORE', tag .. ':past', '-inf', now, 'LIMIT', 0, most)) do
    local token, names = string.match(past, '^(%d+) (.*)$')
    local mark, keys = outcome_mark .. token .. ':', {}
    for id in string.gmatch(names, '[^ ]([^ :]+)[^ ]*') do
      local key = tag .. ':t:' .. id
      if redis.pcall('GETRANGE', key, 0, #mark - 1) == mark then keys[#keys + 1] = key end
    end
    if #keys > 0 then redis.call('DEL', unpack(keys)) end
    redis.call('ZREM', tag .. ':past', past)
  end
end
`;
