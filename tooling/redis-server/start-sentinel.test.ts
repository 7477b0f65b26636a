import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startSentinel, type StartSentinelOptions } from './index.ts';

const setup = async (options: StartSentinelOptions = {}) => {
  const group = await startSentinel(options);
  onTestFinished(() => group.stop());
  const client = new Redis({ ...group.connection, maxRetriesPerRequest: null });
  client.on('error', () => {});
  onTestFinished(() => client.disconnect());
  return { group, client };
};

test('makes the replica master when the master dies, and tells clients, behind TLS and a password', async () => {
  const { group, client } = await setup({ tls: true, password: 'secret' });
  await client.set('key', 'value');
  const before = await group.master();
  await before.kill();
  expect(await client.get('key')).toBe('value');
  expect((await group.master()).port).not.toBe(before.port);
});
