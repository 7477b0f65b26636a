import { readFileSync } from 'node:fs';
import type { RedisServer } from '@graflow-tooling/redis-server';
import { Redis } from 'ioredis';

/** The users that the README describes. */
export type DescribedUser = 'producer' | 'dropper' | 'worker';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The rules of the README for a user, one a word; a dropper is a producer with what is added for one. */
export const rulesOf = (user: DescribedUser): readonly string[] => {
  const name = user === 'dropper' ? 'producer' : user;
  const lines = [...readme.matchAll(new RegExp(`^ACL SETUSER ${name} (.*)$`, 'gm'))];
  return lines.slice(0, user === 'dropper' ? 2 : 1).flatMap(([, rules = '']) => rules.split(' '));
};

/** Makes the users of the README known to a server. */
export const admit = async (server: RedisServer, ...more: readonly string[]): Promise<void> => {
  const client = new Redis(server.connection);
  for (const user of ['producer', 'dropper', 'worker'] as const)
    await client.acl('SETUSER', user, ...rulesOf(user), ...more);
  client.disconnect();
};
