/**
 * The fragment that records what happens, part of the prelude. `:on` is a hash that is there while somebody listens:
 * `epoch`, a number that tells this time of listening from others, `last`, how many events there were in it, and of those
 * that are kept `count` and `bytes`. `:ev` is a stream with an entry for each script that had something to tell, its id
 * the epoch and the number of its last event. Where nobody listens, a script spends one command to find that out.
 */
export const events = `
local most_events, most_event_bytes = 10000, 4194304

local epoch
local function is_heard()
  if epoch == nil then epoch = redis.call('HGET', tag .. ':on', 'epoch') end
  return epoch
end

local events = {}
local function note(event, id, attempt, delay, detail)
  if is_heard() then events[#events + 1] = { event, id, attempt or 0, delay or 0, detail or '' } end
end

-- Why a task ended or did not: an outcome without its stacks and causes, and with short texts.
local function reason_in(outcome)
  local ok, reason = pcall(cjson.decode, string.match(outcome, '^%-%d+\\n(.*)$') or outcome)
  local failure = ok and type(reason) == 'table' and reason.failure
  if type(failure) ~= 'table' then return '' end
  local function short(text) return string.sub(tostring(text or ''), 1, 300) end
  return { short(reason.code), short(failure.name), short(failure.message), short(failure.code) }
end

-- Notes that a task ended without a value, by its outcome.
local function note_end(event, id, outcome)
  if is_heard() then note(event, id, tonumber(string.match(outcome, '^%-(%d+)')), 0, reason_in(outcome)) end
end

local function note_lost(id, attempt, outcome)
  if not is_heard() then return end
  local reason = outcome and reason_in(outcome) or { '', 'LeaseLost', 'Its lease ended.', '' }
  reason[1] = 'GRAFLOW_LEASE_LOST'
  note('task-lost', id, attempt, 0, reason)
end

-- Notes that tasks were claimed, by their names with spaces between: entries, some with ':failures:lost' behind them.
local function note_claimed(names)
  if not is_heard() then return end
  for id, failures, lost in string.gmatch(names, '%d([^ :]+):?(%d*):?(%d*)') do
    note('task-claimed', id, (tonumber(failures) or 0) + (tonumber(lost) or 0) + 1)
  end
end

-- The oldest go where there are too many, or where they take too much.
local function trim_events(count, bytes)
  for _ = 1, 1000 do
    if count <= most_events and bytes <= most_event_bytes then return end
    local oldest = redis.call('XRANGE', tag .. ':ev', '-', '+', 'COUNT', 1)[1]
    if not oldest then return end
    redis.call('XDEL', tag .. ':ev', oldest[1])
    count = redis.call('HINCRBY', tag .. ':on', 'count', -tonumber(oldest[2][2]))
    bytes = redis.call('HINCRBY', tag .. ':on', 'bytes', -#oldest[2][6])
  end
end

local function record_events()
  if #events == 0 then return end
  local text, count = cjson.encode(events), #events
  local last = redis.call('HINCRBY', tag .. ':on', 'last', count)
  redis.call('XADD', tag .. ':ev', epoch .. '-' .. string.format('%.0f', last), 'count', count, 'at', string.format('%.0f', now), 'events', text)
  redis.call('PEXPIRE', tag .. ':ev', 60000)
  trim_events(redis.call('HINCRBY', tag .. ':on', 'count', count), redis.call('HINCRBY', tag .. ':on', 'bytes', #text))
  events = {}
end
`;
