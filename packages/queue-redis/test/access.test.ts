import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { startRedis } from '@graflow-tooling/redis-server';
import { TaskSpec } from '@graflow/taskspec';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { RedisTaskQueue, type RedisTaskQueueOptions } from '../src/index.ts';
import { admit, type DescribedUser, rulesOf } from './access-rules.ts';
import { newRegistry } from './open-queue.ts';

const server = await startRedis({ password: 'secret' });
afterAll(() => server.stop());
await admit(server);

/** Queues of one name, opened by the users of the README. */
const setup = () => {
  const queue = randomUUID();
  return (username: DescribedUser, more: RedisTaskQueueOptions = {}): RedisTaskQueue => {
    const connection = { ...server.connection, username, password: 'password' };
    const opened = new RedisTaskQueue({ connection, queue, registry: newRegistry(), ...more });
    onTestFinished(() => opened.close());
    return opened;
  };
};

const add = (more: { readonly delayMs?: number; readonly dedup?: { readonly key: string } } = {}) =>
  new TaskSpec({ name: 'add', args: [1, 2], ...more });

const refusal = { code: 'GRAFLOW_REDIS_REFUSED', message: expect.stringContaining('NOPERM') as string };

describe('the rules of the README', () => {
  it('let a producer enqueue and hear of outcomes, and a worker do the rest', async () => {
    const open = setup();
    const [producer, worker] = [open('producer'), open('worker')];
    await producer.ready();
    const events = await worker.events();
    await worker.limits.set({ concurrency: 10, rate: { count: 100, perMs: 1_000 } });
    const handles = [
      await producer.enqueue(add({ dedup: { key: 'a' } })),
      await producer.enqueue(add({ delayMs: 20 })),
    ];
    for (const _ of handles) await worker.ack(await worker.dequeue(), 3);
    expect(await Promise.all(handles.map((handle) => handle.result()))).toEqual([3, 3]);
    expect((await events.next()).value).toMatchObject({ event: 'task-enqueued' });
  });

  it('let a producer drop the oldest tasks of a full queue only with the rights that are added for that', async () => {
    const open = setup();
    const [producer, worker] = [open('producer'), open('worker')];
    await worker.limits.set({ backlog: { count: 1, whenFull: 'drop-oldest' } });
    const { taskId } = await producer.enqueue(add({ dedup: { key: 'a' } }));
    await expect(producer.enqueue(add())).rejects.toMatchObject(refusal);
    await open('dropper').enqueue(add());
    await expect(worker.handle(taskId).result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_DROPPED' });
    expect((await worker.stats()).waiting).toBe(1);
  });

  it('keep a producer from claiming', async () => {
    const producer = setup()('producer');
    await producer.enqueue(add());
    await expect(producer.dequeue({ waitMs: 0 })).rejects.toMatchObject(refusal);
  });

  it.each(['producer', 'worker'] as const)('keep a %s from the queues of others', async (user) => {
    await expect(setup()(user, { prefix: 'others' }).enqueue(add())).rejects.toMatchObject(refusal);
  });

  it('give a worker every command of this package: add a new one to the README', () => {
    const commands = new Redis({ lazyConnect: true }).getBuiltinCommands();
    const used = sourceTexts().flatMap((text) =>
      [...text.matchAll(/redis\.call\('([A-Z]+)'|client\s*\.([a-z]+?)(Buffer)?\(/g)].map(([, inScript, plain]) =>
        (inScript ?? plain ?? '').toLowerCase(),
      ),
    );
    const rules = rulesOf('worker');
    const missing = used.filter((name) => commands.includes(name) && !rules.includes(`+${name}`));
    expect([...new Set(missing)]).toEqual([]);
  });
});

/** What the package is made of. */
function sourceTexts(): readonly string[] {
  const folder = new URL('../src/', import.meta.url);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
}
