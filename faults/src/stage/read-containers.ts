import type { Redis } from 'ioredis';

/**
 * Reads which ids Redis holds, and where.
 * In one transaction, so that no task is on its way between two places.
 */
export async function readContainers(client: Redis, tag: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const script = `
    local function entries(key) 
      local ids = {}
      -- Up to the highest time: the entry above it is no task, it keeps the set a table.
      local found = redis.call('ZRANGE', KEYS[1] .. key, '-inf', '(inf', 'BYSCORE')
      for _, entry in ipairs(found) do ids[#ids + 1] = string.sub(entry, 2) end
      return ids
    end
    local ready = {}
    for level = 0, 4 do
      for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. ':r:' .. level, 0, -1)) do ready[#ready + 1] = id end
    end
    local held = {}
    for _, item in ipairs(redis.call('ZRANGE', KEYS[1] .. ':after', 0, -1)) do
      if string.sub(item, 1, 1) == 'w' then held[#held + 1] = string.sub(item, 3) end
    end
    local records = {}
    for _, key in ipairs(redis.call('KEYS', ARGV[1])) do records[#records + 1] = string.sub(key, #KEYS[1] + 4) end
    return { ready, entries(':z'), entries(':l'), redis.call('ZRANGE', KEYS[1] .. ':dead', 0, -1), held, records }`;
  const [ready = [], delayed = [], leased = [], dead = [], held = [], records = []] = (await client.eval(
    script,
    1,
    tag,
    `${tag}:t:*`,
  )) as readonly string[][];
  return { ready, delayed, leased, dead, held, records };
}
