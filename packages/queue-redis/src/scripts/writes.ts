/**
 * What tasks have written to states: `:pos`, the ids of tasks that wrote, and `:pos:<id>`, their writes by position, each
 * with what it gave. They are kept while the task may run again, so also while it is a dead letter.
 */
export const writes = `
-- Forgets the writes of tasks that never run again.
local function forget_writes(ids)
  if redis.call('EXISTS', tag .. ':pos') == 0 then return end
  for _, id in ipairs(ids) do
    if redis.call('SREM', tag .. ':pos', id) == 1 then redis.call('DEL', tag .. ':pos:' .. id) end
  end
end
`;
