import { describe, expect, it } from 'vitest';
import type { RedisTaskQueueOptions } from '../redis-queue-options.ts';
import { readServerListUrl } from './read-server-list-url.ts';

describe('a URL of several servers', () => {
  it.each<[string, RedisTaskQueueOptions]>([
    ['redis+cluster://one:7000,two', { cluster: [{ host: 'one', port: 7_000 }, { host: 'two' }], connection: {} }],
    [
      'rediss+cluster://me:p%40ss@[::1]:7000/',
      { cluster: [{ host: '::1', port: 7_000 }], connection: { username: 'me', password: 'p@ss', tls: {} } },
    ],
    [
      'redis+sentinel://:secret@one,two:26380/main',
      {
        connection: {
          password: 'secret',
          sentinels: [
            { host: 'one', port: 26_379 },
            { host: 'two', port: 26_380 },
          ],
          name: 'main',
        },
      },
    ],
    [
      'rediss+sentinel://one/main/3',
      {
        connection: {
          tls: {},
          enableTLSForSentinelMode: true,
          sentinelTLS: {},
          sentinels: [{ host: 'one', port: 26_379 }],
          name: 'main',
          db: 3,
        },
      },
    ],
  ])('says in options: %s', (url, options) => {
    expect(readServerListUrl({ url, queue: 'mail' })).toEqual({ ...options, queue: 'mail' });
  });

  it.each([
    'redis+cluster://',
    'redis+cluster://one:port',
    'redis+cluster://one/0',
    'redis+cluster://one,,two',
    'redis+sentinel://one:26379',
    'redis+sentinel://one/main/first',
    'redis+sentinel://me:%zz@one/main',
  ])('is refused without being shown: %s', (url) => {
    expect(() => readServerListUrl({ url })).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_REDIS_OPTION_INVALID',
        message: expect.not.stringContaining('%zz') as string,
      }),
    );
  });

  it('leaves other options as they are', () => {
    expect(readServerListUrl({ url: 'redis://one', queue: 'mail' })).toEqual({ url: 'redis://one', queue: 'mail' });
    expect(readServerListUrl({ cluster: [{ host: 'one' }] })).toEqual({ cluster: [{ host: 'one' }] });
  });
});
