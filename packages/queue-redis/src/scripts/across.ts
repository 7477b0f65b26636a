/**
 * The fragment by which a partition leaves something for another one, part of the fragment `after`: in a stream, in the step
 * that makes it necessary. Workers carry it over.
 */
export const across = `
-- Leaves something for another partition, which takes it once, in the order in which it was left.
local function send_to(partition, ...)
  redis.call('XADD', tag .. ':ob', '*', 'to', partition, 'said', cmsgpack.pack({ ... }))
  -- Whoever waits for tasks here carries it.
  earlier_due = true
end
local function own_partition() return string.match(tag, ':(%d+)}$') end

-- Tells another partition how a task ended that is waited for there, and = the value where it is taken.
local function tell_elsewhere(partition, takes, upstream, ended)
  local why = ended == '-' and redis.call('HGET', tag .. ':why', upstream)
  local outcome = why and outcome_mark .. '\\n\\n' .. why or ''
  if not why and (ended == '-' or takes == '=') then
    outcome = redis.call('GET', tag .. ':v:' .. upstream) or redis.call('GET', outcome_key(upstream)) or ''
  end
  send_to(partition, 'end', upstream, ended, outcome)
end
`;
