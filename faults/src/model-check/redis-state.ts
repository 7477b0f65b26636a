import { Redis } from 'ioredis';
import { tag } from './real-queue.ts';

/** What each key of the queue holds, by the part of its name that is behind the tag. */
export type Keys = ReadonlyMap<string, readonly string[]>;

/** A queue that is taken back to a state that it was in. */
interface Rewinding extends Redis {
  readAll(tag: string): Promise<readonly (readonly [name: string, held: readonly string[]])[]>;
  keepAll(tag: string, number: number): Promise<unknown>;
  goBack(tag: string, number: number): Promise<unknown>;
  endLease(key: string, token: string): Promise<unknown>;
}

/** What says nothing of where tasks stand: who was seen, what was told, whose turn an audit is. */
const leftOut = new Set(['w', 'k', 'audit']);

const readAll = `
-- A hash gives its fields in any order.
local function in_order(list)
  local names, values, sorted = {}, {}, {}
  for i = 1, #list, 2 do
    names[#names + 1], values[list[i]] = list[i], list[i + 1]
  end
  table.sort(names)
  for _, name in ipairs(names) do
    sorted[#sorted + 1], sorted[#sorted + 2] = name, values[name]
  end
  return sorted
end
local found, keys = {}, redis.call('KEYS', KEYS[1] .. ':*')
table.sort(keys)
for _, key in ipairs(keys) do
  local kind, held = redis.call('TYPE', key).ok, {}
  if kind == 'string' then held = { redis.call('GET', key) }
  elseif kind == 'list' then held = redis.call('LRANGE', key, 0, -1)
  elseif kind == 'hash' then held = in_order(redis.call('HGETALL', key))
  elseif kind == 'zset' then held = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'set' then held = redis.call('SMEMBERS', key) table.sort(held) end
  found[#found + 1] = { string.sub(key, #KEYS[1] + 2), held }
end
return found`;

const keepAll = `
local kept = {}
for _, key in ipairs(redis.call('KEYS', KEYS[1] .. ':*')) do
  kept[#kept + 1], kept[#kept + 2] = key, redis.call('DUMP', key)
end
redis.call('HSET', 'states', ARGV[1], cmsgpack.pack(kept))`;

/** What expires there would expire in minutes, and is kept. */
const goBack = `
local keys = redis.call('KEYS', KEYS[1] .. ':*')
if #keys > 0 then redis.call('DEL', unpack(keys)) end
local kept = cmsgpack.unpack(redis.call('HGET', 'states', ARGV[1]))
for i = 1, #kept, 2 do redis.call('RESTORE', kept[i], 0, kept[i + 1]) end`;

/** One lease more is over, behind those that were before. */
const endLease = `redis.call('ZADD', KEYS[1], 'XX', redis.call('ZCOUNT', KEYS[1], 0, 1000) + 1, ARGV[1])`;

/** The Redis of a model check, which is taken back to any state that was kept. It keeps them itself. */
export class Rewound implements Disposable {
  /** The one connection of all: what is asked later is answered later. */
  readonly client: Redis;
  readonly #client: Rewinding;

  constructor(url: string) {
    const scripts = Object.entries({ readAll, keepAll, goBack, endLease });
    this.client = this.#client = new Redis(url, {
      scripts: Object.fromEntries(scripts.map(([name, lua]) => [name, { lua, numberOfKeys: 1 }])),
    }) as Rewinding;
  }

  /** Reads everything. */
  async read(): Promise<Keys> {
    const found = await this.#client.readAll(tag);
    return new Map(found.filter(([name]) => !leftOut.has(name)));
  }

  /** Keeps all that is there under a number. */
  async keep(number: number): Promise<void> {
    await this.#client.keepAll(tag, number);
  }

  /** Makes Redis hold what was kept. */
  async goTo(number: number): Promise<void> {
    await this.#client.goBack(tag, number);
  }

  /** Time passes for one lease: it is over. */
  async endLease(token: string): Promise<void> {
    await this.#client.endLease(`${tag}:l`, token);
  }

  /** A waiting worker is woken, which takes the marker away. */
  async wakeOne(): Promise<void> {
    await this.#client.lpop(`${tag}:m`);
  }

  /** Numbers the tokens from here on, so that they are told from other numbers. */
  async numberTokensFrom(first: number): Promise<void> {
    await this.#client.set(`${tag}:seq`, first);
  }

  [Symbol.dispose](): void {
    this.#client.disconnect();
  }
}
