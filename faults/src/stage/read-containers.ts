import type { Cluster, Redis } from 'ioredis';

/**
 * Reads which ids Redis holds, and where.
 * In one transaction, so that no task is on its way between two places.
 */
export async function readContainers(
  client: Redis | Cluster,
  tag: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const script = `
    local delayed = {}
    for _, entry in ipairs(redis.call('ZRANGE', KEYS[1] .. ':z', 0, -1)) do delayed[#delayed + 1] = string.sub(entry, 2) end
    -- The tasks that came with a claim and still run there.
    local leased = {}
    for _, token in ipairs(redis.call('ZRANGE', KEYS[1] .. ':l', 0, -1)) do
      local letters, nth = redis.call('HGET', KEYS[1] .. ':open', token) or '', 0
      for id in string.gmatch(redis.call('HGET', KEYS[1] .. ':held', token) or '', '%d([^ :]+)[^ ]*') do
        nth = nth + 1
        if string.sub(letters, nth, nth) == 'r' then leased[#leased + 1] = id end
      end
    end
    local ready = {}
    for level = 0, 4 do
      for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. ':r:' .. level, 0, -1)) do
        if string.sub(id, 1, 1) ~= '@' then ready[#ready + 1] = id end
      end
    end
    -- The lanes of limit keys.
    local keys, is_read = redis.call('HVALS', KEYS[1] .. ':lk'), {}
    for _, key in ipairs(keys) do
      if not is_read[key] then
        is_read[key] = true
        for _, id in ipairs(redis.call('ZRANGE', KEYS[1] .. ':lane:' .. key, 0, -1)) do ready[#ready + 1] = id end
      end
    end
    local held = {}
    for _, item in ipairs(redis.call('ZRANGE', KEYS[1] .. ':after', 0, -1)) do
      if string.sub(item, 1, 1) == 'w' then held[#held + 1] = string.sub(item, 3) end
    end
    local records = {}
    for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
      -- An outcome takes the place of its record.
      if redis.call('GETRANGE', key, 0, 0) ~= '=' then records[#records + 1] = string.sub(key, #KEYS[1] + 4) end
    end
    return { ready, delayed, leased, redis.call('ZRANGE', KEYS[1] .. ':dead', 0, -1), held, records }`;
  const [ready = [], delayed = [], leased = [], dead = [], held = [], records = []] = (await client.eval(
    script,
    1,
    tag,
    `${tag}:t:*`,
  )) as readonly string[][];
  return { ready, delayed, leased, dead, held, records };
}
