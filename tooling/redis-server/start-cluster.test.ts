import { Cluster, Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startCluster, type StartClusterOptions } from './index.ts';

const setup = async (options: StartClusterOptions = {}) => {
  const cluster = await startCluster(options);
  onTestFinished(() => cluster.stop());
  const client = new Cluster([...cluster.nodes], { redisOptions: cluster.access });
  onTestFinished(() => client.disconnect());
  return { cluster, client };
};

test('gives three masters, and moves a slot with its keys, behind TLS and a password', async () => {
  const { cluster, client } = await setup({ tls: true, password: 'secret' });
  await client.mset('{tag}:1', 'one', '{tag}:2', 'two');
  expect(client.nodes('master')).toHaveLength(3);
  const before = await cluster.masterOf('{tag}');
  await cluster.moveSlot('{tag}');
  expect((await cluster.masterOf('{tag}')).port).not.toBe(before.port);
  expect(await client.mget('{tag}:1', '{tag}:2')).toEqual(['one', 'two']);
});

test('lets the replica of a killed master take over', async () => {
  const { cluster, client } = await setup({ replicas: true });
  const master = await cluster.masterOf('key');
  const direct = new Redis(master.connection); // WAIT counts the writes of its own connection
  onTestFinished(() => direct.disconnect());
  await direct.set('key', 'value');
  expect(await direct.wait(1, 10_000)).toBe(1);
  await master.kill();
  await expect.poll(() => client.get('key').catch(() => undefined), { timeout: 15_000 }).toBe('value');
  // The nodes hear of it one after the other.
  await expect.poll(async () => (await cluster.masterOf('key')).port, { timeout: 15_000 }).not.toBe(master.port);
});
