import { randomUUID } from 'node:crypto';
import { startCluster, startSentinel } from '@graflow-tooling/redis-server';
import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { RedisTaskQueue } from '../src/index.ts';
import { newRegistry } from './open-queue.ts';

vi.setConfig({ testTimeout: 60_000 });
const listOf = (servers: readonly { readonly host: string; readonly port?: number | undefined }[]) =>
  servers.map(({ host, port }) => `${host}:${port}`).join(',');

/** Sends a task through a queue that knows no more than a URL, and gives what came of it. */
const workBy = async (url: string): Promise<unknown> => {
  await using queue = new RedisTaskQueue({ url, prefix: randomUUID(), partitions: 2, registry: newRegistry() });
  const handle = await queue.enqueue(new TaskSpec({ name: 'add', args: [1, 2] }));
  const spec = await queue.dequeue();
  await queue.ack(spec, 3);
  return await handle.result();
};

describe('a URL of several servers', () => {
  it('leads to a cluster', async () => {
    const cluster = await startCluster({ password: 'secret' });
    onTestFinished(() => cluster.stop());
    expect(await workBy(`redis+cluster://:secret@${listOf(cluster.nodes)}`)).toBe(3);
  });

  it('leads to the master that Sentinels know', async () => {
    const group = await startSentinel({ password: 'secret' });
    onTestFinished(() => group.stop());
    expect(await workBy(`redis+sentinel://:secret@${listOf(group.connection.sentinels)}/main/1`)).toBe(3);
  });
});
