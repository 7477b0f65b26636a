import { Redis } from 'ioredis';
import { startRedis } from '@graflow-tooling/redis-server';
import { expect, onTestFinished, test } from 'vitest';
import { openProxy } from './proxy.ts';

const setup = async () => {
  const redis = await startRedis({ own: true });
  onTestFinished(() => redis.stop());
  const proxy = await openProxy(redis.port);
  onTestFinished(() => proxy.close());
  const [near, direct] = [new Redis(proxy.url), new Redis(redis.url)];
  onTestFinished(() => (near.disconnect(), direct.disconnect()));
  await near.ping();
  return { proxy, near, direct };
};

test('passes bytes both ways', async () => {
  const { near } = await setup();
  expect(await near.echo('hello')).toBe('hello');
});

test('keeps replies while it stalls them, and the request has arrived', async () => {
  const { proxy, near, direct } = await setup();
  proxy.let({ stallsReplies: true });
  let isAnswered = false;
  const answer = near.set('key', 'value').finally(() => (isAnswered = true));
  await expect.poll(() => direct.get('key')).toBe('value');
  expect(isAnswered).toBe(false);
  proxy.let({});
  expect(await answer).toBe('OK');
});

test('keeps requests while it stalls them, and they arrive late', async () => {
  const { proxy, near, direct } = await setup();
  proxy.let({ stallsRequests: true });
  const answer = near.set('key', 'value');
  await direct.echo('a round trip later');
  expect(await direct.exists('key')).toBe(0);
  proxy.let({});
  await answer;
  expect(await direct.get('key')).toBe('value');
});
