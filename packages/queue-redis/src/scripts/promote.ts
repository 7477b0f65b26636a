/**
 * The step that makes ready what is due: delayed tasks, and lanes that have rested long enough. It needs `bound`, the most of
 * each, and is no function, because a script makes all its functions anew each time.
 */
export const promote = `
  local due = redis.call('ZRANGEBYSCORE', tag .. ':z', '-inf', now, 'LIMIT', 0, bound)
  if has_lanes() then lanes().wake(bound) end
  if #due > 0 then redis.call('ZREM', tag .. ':z', unpack(due)) end
  for _, entry in ipairs(due) do
    make_waiting(entry, 0)
    note('task-ready', string.sub(entry, 2))
  end`;
