/** What an outcome counts besides its bytes: about what Redis needs beside it. */
const besideBytes = 100;

/**
 * The step by which the outcomes of a queue stay under their limit, part of the prelude: it stands where a script has told which
 * tasks ended. `:kl` lists their outcomes by when they were stored, `:kept` holds the limit and what those in the list take.
 * While that is too much, those that were stored first go, but for those of this script; and those go from the front of the list
 * that are gone already. It is no function, because a script makes all its functions anew each time it runs.
 */
export const boundResults = `
    if bounds_results == nil then bounds_results = redis.call('EXISTS', tag .. ':kept') == 1 end
    if bounds_results then
      local fresh, bytes = {}, 0
      for _, told in ipairs(done) do
        local id = string.match(told, '^[^\\n]*')
        local key = outcome_key(id)
        local length = redis.call('STRLEN', key)
        if length > 0 then
          local token = string.match(redis.call('GETRANGE', key, 0, 63), '^=([^\\n]*)') or ''
          fresh[#fresh + 1] = token .. ' ' .. length .. ' ' .. id
          bytes = bytes + length + ${besideBytes}
        end
      end
      if #fresh > 0 then redis.call('RPUSH', tag .. ':kl', unpack(fresh)) end
      local most, sum = tonumber(redis.call('HGET', tag .. ':kept', 'most')), redis.call('HINCRBY', tag .. ':kept', 'sum', bytes)
      local old = redis.call('LLEN', tag .. ':kl') - #fresh
      for _ = 1, math.min(old, 2 * #fresh + 100) do
        local token, length, id = string.match(redis.call('LINDEX', tag .. ':kl', 0), '^(%S*) (%d+) (.*)$')
        local key, mark = outcome_key(id), outcome_mark .. token .. '\\n'
        local is_there = redis.call('STRLEN', key) == tonumber(length) and redis.call('GETRANGE', key, 0, #mark - 1) == mark
        if is_there and sum <= most then break end
        if is_there then redis.call('DEL', key) end
        redis.call('LPOP', tag .. ':kl')
        sum = redis.call('HINCRBY', tag .. ':kept', 'sum', -(length + ${besideBytes}))
      end
    end`;
