import { readFileSync } from 'node:fs';
import type { RedisServer } from '@graflow-tooling/redis-server';
import { Redis } from 'ioredis';

/** The users that the README describes. */
export type DescribedUser = 'producer' | 'worker';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The rules of the README for a user, one a word. */
export const rulesOf = (user: DescribedUser): readonly string[] =>
  new RegExp(`^ACL SETUSER ${user} (.*)$`, 'm').exec(readme)?.[1]?.split(' ') ?? [];

/** Makes the users of the README known to a server. */
export const admit = async (server: RedisServer, ...more: readonly string[]): Promise<void> => {
  const client = new Redis(server.connection);
  for (const user of ['producer', 'worker'] as const) await client.acl('SETUSER', user, ...rulesOf(user), ...more);
  client.disconnect();
};
