import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startRedis, type StartRedisOptions } from './index.ts';

const setup = async (options: StartRedisOptions = { own: true }) => {
  const redis = await startRedis(options);
  onTestFinished(() => redis.stop());
  const connect = () => {
    const client = new Redis(redis.url, { lazyConnect: true, retryStrategy: null, commandTimeout: 300 });
    onTestFinished(() => client.disconnect());
    client.on('error', () => {});
    return client;
  };
  return { redis, connect };
};

test('gives each caller an empty server of its own', async () => {
  const [one, other] = [await setup(), await setup()];
  await one.connect().set('key', 'value');
  expect(one.redis.port).not.toBe(other.redis.port);
  expect(await other.connect().get('key')).toBeNull();
});

test('is gone after stop, which may be called twice', async () => {
  const { redis, connect } = await setup();
  await redis.stop();
  await redis.stop();
  await expect(connect().ping()).rejects.toThrow();
});

test('comes back on its port after kill, with its data when it is append-only', async () => {
  const { redis, connect } = await setup({ appendOnly: true });
  await connect().set('key', 'value');
  await redis.kill();
  await expect(connect().ping()).rejects.toThrow();
  await redis.restart();
  expect(await connect().get('key')).toBe('value');
});

test('forgets everything at a restart when it is not append-only', async () => {
  const { redis, connect } = await setup();
  await connect().set('key', 'value');
  await redis.restart();
  expect(await connect().get('key')).toBeNull();
});

test('does not answer while frozen, and answers again after thaw', async () => {
  const { redis, connect } = await setup();
  const client = connect();
  await client.ping();
  redis.freeze();
  await expect(client.ping()).rejects.toThrow('timed out');
  redis.thaw();
  expect(await client.ping()).toBe('PONG');
});

test('stops a frozen server', async () => {
  const { redis } = await setup();
  redis.freeze();
  await expect(redis.stop()).resolves.toBeUndefined();
});

test('uses the server of REDIS_URL, and refuses to end it', async () => {
  const { redis: shared } = await setup();
  vi.stubEnv('REDIS_URL', shared.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { redis, connect } = await setup({});
  await redis.stop();
  expect(redis).toMatchObject({ url: shared.url, port: shared.port });
  expect(await connect().ping()).toBe('PONG');
  await expect(redis.kill()).rejects.toThrow('own: true');
});

test('says what to run when there is no redis-server', async () => {
  vi.stubEnv('PATH', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(startRedis({ own: true })).rejects.toThrow('node tooling/setup/ensure-redis.mjs');
});

test('shows the output of a server that does not start', async () => {
  await expect(startRedis({ args: ['--no-such-setting', 'x'] })).rejects.toThrow('no-such-setting');
});

test('runs under another command', async () => {
  const { connect } = await setup({ under: ['sh', '-c', 'exec "$@" --maxclients 77', 'sh'] });
  expect(await connect().config('GET', 'maxclients')).toEqual(['maxclients', '77']);
});
