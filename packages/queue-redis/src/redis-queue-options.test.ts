import { expect, test } from 'vitest';
import { type RedisTaskQueueOptions, settingsOf } from './redis-queue-options.ts';

test('takes an option that is undefined, like a variable that is not set, as not given', () => {
  const options: RedisTaskQueueOptions = { url: process.env['GRAFLOW_NOT_SET'], queue: undefined, leaseMs: undefined };
  expect(settingsOf(options)).toMatchObject({ queue: 'default', prefix: 'graflow', leaseMs: 8_000 });
});

test.each<[unknown, string]>([
  [{ uri: 'redis://elsewhere' }, '"uri" is no option. Did you mean "url"? Options: url, connection, client,'],
  ['redis://elsewhere', "options must be an object, got 'redis://elsewhere'."],
  [null, 'options must be an object, got null.'],
  [{ registry: {} }, 'registry must be a TaskResolverRegistry, got {}.'],
])('refuses %j', (options, message) => {
  expect(() => settingsOf(options as RedisTaskQueueOptions)).toThrow(
    expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID', message: expect.stringContaining(message) as string }),
  );
});
