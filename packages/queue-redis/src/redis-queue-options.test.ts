import { expect, test } from 'vitest';
import { type RedisTaskQueueOptions, settingsOf } from './redis-queue-options.ts';

test('takes an option that is undefined, like a variable that is not set, as not given', () => {
  const options: RedisTaskQueueOptions = { url: process.env['GRAFLOW_NOT_SET'], queue: undefined, leaseMs: undefined };
  expect(settingsOf(options)).toMatchObject({ queue: 'default', prefix: 'graflow', leaseMs: 8_000 });
});

test.each<[unknown, string]>([
  [{ uri: 'redis://elsewhere' }, '"uri" is no option. Did you mean "url"? Options: url, cluster, connection, client,'],
  ['redis://elsewhere', "options must be an object, got 'redis://elsewhere'."],
  [null, 'options must be an object, got null.'],
  [{ registry: {} }, 'registry must be a TaskResolverRegistry, got {}.'],
  [{ partitions: 65 }, 'partitions must be a whole number from 1 to 64, got 65.'],
  [{ maxLostLeases: 0 }, 'maxLostLeases must be a whole number from 1, got 0.'],
  [{ queue: 'my mail' }, 'queue must be a name like "mail": up to 64 letters, digits,'],
])('refuses %j', (options, message) => {
  expect(() => settingsOf(options as RedisTaskQueueOptions)).toThrow(
    expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID', message: expect.stringContaining(message) as string }),
  );
});

test('takes servers of a cluster, with what all of them need', () => {
  const options: RedisTaskQueueOptions = {
    cluster: [{ host: 'one' }, { host: 'two', port: 7001 }],
    connection: { password: 'p' },
  };
  expect(() => settingsOf(options)).not.toThrow();
});

test.each<[RedisTaskQueueOptions, string]>([
  [{ url: 'redis://one', cluster: [{ host: 'one' }] }, 'url and cluster of RedisTaskQueue exclude each other'],
  [{ cluster: [] }, 'cluster of RedisTaskQueue must be a list of servers'],
  [{ cluster: [{ port: 7000 } as never] }, 'cluster of RedisTaskQueue must be a list of servers'],
  [
    { cluster: [{ host: 'one' }], connection: { db: 1 } },
    'connection.db of RedisTaskQueue has no meaning beside cluster',
  ],
])('refuses %j', (options, message) => {
  expect(() => settingsOf(options)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) as string }),
  );
});
