import { TaskSpec } from '@graflow/taskspec';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { outcomeMark } from '../src/keys.ts';
import { setup } from './open-queue.ts';

const add = (taskId?: string) => new TaskSpec({ name: 'add', args: [1, 2], ...(taskId && { taskId }) });

describe('one id', () => {
  it('enqueued twice in one tick is one task', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    await Promise.all([queue.enqueue(add('order-1')), queue.enqueue(add('order-1'))]);
    expect(await look.lrange(`${tag}:r:2`, 0, -1)).toEqual(['order-1']);
  });

  it('enqueued twice in one tick with other content is refused once', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    const other = new TaskSpec({ name: 'add', args: [3, 4], taskId: 'order-1' });
    const [first, second] = await Promise.allSettled([queue.enqueue(add('order-1')), queue.enqueue(other)]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'GRAFLOW_TASK_ID_TAKEN' } });
    expect(await look.llen(`${tag}:r:2`)).toBe(1);
  });

  it('enqueued in overlapping lists from many queues is one task', async () => {
    const { open, look, tag } = await setup();
    const ids = Array.from({ length: 40 }, (_, index) => `order-${index}`);
    const lists = Array.from({ length: 20 }, (_, turn) => [...ids.slice(turn), ...ids.slice(0, turn)].slice(0, 25));
    await Promise.all(lists.map((list) => open().enqueue(list.map(add))));
    expect((await look.lrange(`${tag}:r:2`, 0, -1)).sort()).toEqual([...ids].sort());
  });
});

describe('two settles of one claim', () => {
  it('are one settle and one refusal, also while follow-ups are prepared', async () => {
    const { open } = await setup();
    const queue = open();
    const handle = await queue.enqueue(add());
    const spec = await queue.dequeue();
    const settled = await Promise.allSettled([
      queue.ack(spec, 'first', { followUps: [add()] }),
      queue.ack(spec, 'second', { followUps: [add()] }),
    ]);
    expect(settled).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'GRAFLOW_LEASE_LOST' } },
    ]);
    expect(await handle.result()).toBe('first');
  });
});

describe('a settle that Redis refuses for now', () => {
  /** What keeps Redis from writes, and the way back. */
  const refusals = {
    BUSY: async (look: Redis, url: string) => {
      await look.config('SET', 'busy-reply-threshold', '1');
      const neighbour = new Redis(url);
      onTestFinished(() => neighbour.disconnect());
      neighbour.eval('while true do end', 0).catch(() => undefined);
      await vi.waitFor(() => expect(look.get('any')).rejects.toThrow('BUSY'));
      return () => look.script('KILL');
    },
    READONLY: async (look: Redis) => {
      await look.replicaof('127.0.0.1', 1);
      return () => look.replicaof('NO', 'ONE');
    },
  };

  it.each(Object.entries(refusals))('is sent again, and the task does not run twice: %s', async (_, refuse) => {
    const { redis, open, look } = await setup({}, { own: true });
    const queue = open();
    const handle = await queue.enqueue(add());
    const spec = await queue.dequeue();
    const goOn = await refuse(look, redis.url);
    const settled = queue.ack(spec, 3);
    await expect(queue.dequeue()).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_REFUSED' }); // went with the settle
    await goOn();
    await settled;
    expect(await handle.result()).toBe(3);
    expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();
  });
});

describe('a settle that Redis refuses', () => {
  it('leaves the task to the end of its lease, and it runs again', async () => {
    const { open, look, tag } = await setup({ leaseMs: 200 }, { own: true });
    const queue = open();
    await queue.enqueue(add());
    const spec = await queue.dequeue();
    await look.acl('SETUSER', 'default', '-psetex');
    await expect(queue.ack(spec, 3)).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_REFUSED' });
    await look.acl('SETUSER', 'default', '+psetex');

    const again = await queue.dequeue({ waitMs: 8_000 });
    expect(again).toMatchObject({ taskId: spec.taskId, attempt: 2 });
    expect(await look.pttl(`${tag}:t:${spec.taskId}`)).toBe(-1);
  });
});

describe('acks with as many follow-ups as are allowed', () => {
  it('are settled together', { timeout: 60_000 }, async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    await queue.enqueue(Array.from({ length: 64 }, () => add()));
    const specs = await Promise.all(Array.from({ length: 64 }, () => queue.dequeue()));
    const followUps = () => Array.from({ length: 1_000 }, () => add());
    await Promise.all(specs.map((spec) => queue.ack(spec, 1, { followUps: followUps() })));
    expect(await look.llen(`${tag}:r:2`)).toBe(64_000);
  });
});

describe('a Redis without memory for more', () => {
  it('refuses new tasks, and still lets the others be worked off', async () => {
    const { open, look, tag } = await setup({ leaseMs: 200 }, { own: true });
    const queue = open();
    await queue.enqueue([add(), add()]);
    await look.config('SET', 'maxmemory', '1');
    await expect(queue.enqueue(add())).rejects.toThrow(/OOM/);
    for (const spec of [await queue.dequeue(), await queue.dequeue()]) await queue.ack(spec, 3);
    expect(await look.keys(`${tag}:r:*`)).toEqual([]);
    for (const key of await look.keys(`${tag}:t:*`)) expect(await look.getrange(key, 0, 0)).toBe(outcomeMark);
  });
});
