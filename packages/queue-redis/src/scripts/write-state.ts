import { defineScript } from '../connection/script.ts';
import { leases } from './leases.ts';
import { prelude } from './prelude.ts';

/**
 * Writes one value of a state, or sends or receives a signal, once.
 *
 * KEYS tag · arguments, packed: place, operation, ttl in ms (0: as it stands), the largest value in bytes; task id, its
 * token and the position of the write, or an empty id, the id of the write and how long it is kept in ms; then
 * - `set`: value · `compare`: expected value, value · an empty one is none
 * - `append`: item · `send`: item · `receive`
 * - `add`: amount
 * Returns { what became of it, what it gives }, as `StateAnswer` says.
 * One script, so that nobody writes between what is read and what is written, and that a write sent twice is done once: it
 * leaves what it gave. O(tasks of the claim), and the bytes of the values.
 */
export const writeStateScript = defineScript(
  'write-state/3',
  prelude,
  leases,
  `
local place, op, ttl, most = take(), take(), take(), take()
local task, token, position = take(), take(), take()
local key, what = tag .. ':' .. place, op .. ' ' .. place
local is_of_task = task ~= ''

local function written_before()
  if is_of_task then return redis.call('HGET', tag .. ':pos:' .. task, position) end
  return redis.call('GET', tag .. ':sw:' .. token)
end
local function note(reply)
  local written = what .. '\\n' .. reply
  if not is_of_task then return redis.call('SET', tag .. ':sw:' .. token, written, 'PX', position) end
  redis.call('SADD', tag .. ':pos', task)
  redis.call('HSET', tag .. ':pos:' .. task, position, written)
end

local function live_on()
  if ttl > 0 then redis.call('PEXPIRE', key, ttl) end
end
local function put(value)
  if value == '' then return redis.call('DEL', key) end
  redis.call('SET', key, value, 'KEEPTTL')
  live_on()
end
-- The kind of the value that is there, and its count of items, which stand in front of it.
local function head()
  local text = redis.call('GETRANGE', key, 0, 10)
  return string.sub(text, 1, 1), tonumber(string.sub(text, 2))
end
local function number_in(text) return string.sub(text, 1, 1) == 'n' and tonumber(string.sub(text, 14)) end
-- The shortest text that is read as this number again.
local function text_of(number)
  for digits = 15, 17 do
    local text = string.format('%.' .. digits .. 'g', number)
    if tonumber(text) == number then return text end
  end
end

local ops = {}
function ops.set()
  put(take())
  return 'done', ''
end
function ops.compare()
  local expected, value = take(), take()
  local present = redis.call('GET', key) or ''
  local is_same = present == expected or number_in(present) and number_in(present) == number_in(expected)
  if is_same then put(value) end
  return 'done', is_same and '1' or '0'
end
function ops.append()
  local item = take()
  local kind, count = head()
  if kind ~= '' and kind ~= 'l' then return 'kind', '' end
  local size = redis.call('STRLEN', key) + 1 + #item
  if size > most then return 'large', tostring(size) end
  if kind == '' then
    put('l0000000001\\n' .. item)
    return 'done', '1'
  end
  redis.call('APPEND', key, (count > 0 and '\\n' or '') .. item)
  redis.call('SETRANGE', key, 1, string.format('%010d', count + 1))
  live_on()
  return 'done', tostring(count + 1)
end
function ops.add()
  local amount = take()
  local kind = head()
  if kind ~= '' and kind ~= 'n' then return 'kind', '' end
  local sum = (kind == '' and 0 or number_in(redis.call('GET', key))) + amount
  if sum - sum ~= 0 then return 'sum', '' end
  local text = text_of(sum)
  put('n0000000000\\nj' .. text)
  return 'done', text
end

-- Signals that nobody received in time are left out.
local function is_over(signal) return tonumber(string.match(signal, '^%d+')) <= now end
function ops.send()
  local item = take()
  while redis.call('LLEN', key) >= 1000 do
    if not is_over(redis.call('LINDEX', key, 0)) then return 'full', '' end
    redis.call('LPOP', key)
  end
  redis.call('RPUSH', key, string.format('%.0f', now + ttl) .. '\\n' .. item)
  if redis.call('PTTL', key) < ttl then live_on() end
  return 'done', ''
end
function ops.receive()
  local signal = redis.call('LPOP', key)
  while signal and is_over(signal) do signal = redis.call('LPOP', key) end
  if not signal then return 'none', '' end
  return 'done', string.match(signal, '^%d+\\n(.*)$')
end

local function write()
  if is_of_task and not find_task(token, task) then return { 'lost', '' } end
  local before = written_before()
  if before then
    if string.sub(before, 1, #what + 1) == what .. '\\n' then return { 'done', string.sub(before, #what + 2) } end
    return { 'diverged', string.match(before, '^[^\\n]*') }
  end
  local status, reply = ops[op]()
  if status ~= 'done' then return { status, reply } end
  note(reply)
  if op ~= 'receive' and (op ~= 'compare' or reply == '1') then redis.call('PUBLISH', tag .. ':told', place) end
  return { 'done', reply }
end
return write()
`,
);
