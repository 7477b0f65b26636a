import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it, vi } from 'vitest';
import { setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });

describe('what a task costs in Redis', () => {
  it('is one value and one ready entry while it waits', async () => {
    const { open, look, tag } = await setup();
    const { taskId } = await open().enqueue(add());

    expect(taskId).toHaveLength(22);
    expect((await look.keys(`${tag}:*`)).sort()).toEqual([`${tag}:m`, `${tag}:r:2`, `${tag}:t:${taskId}`]);
    expect(await look.lrange(`${tag}:r:2`, 0, -1)).toEqual([taskId]);
  });

  it('is its outcome, for a limited time, when it has ended', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    const { taskId } = await queue.enqueue(add());
    await queue.ack(await queue.dequeue(), 3);

    const left = (await look.keys(`${tag}:*`)).filter((key) => key.includes(taskId));
    expect(left).toEqual([`${tag}:t:${taskId}`]);
    expect(await look.pttl(`${tag}:t:${taskId}`)).toBeGreaterThan(3_500_000);
    expect(await look.exists(`${tag}:l`, `${tag}:held`, `${tag}:a`, `${tag}:past`)).toBe(0);
    expect(await look.hgetall(`${tag}:open`)).toEqual({ '*': '0' });
  });

  it('is nothing but that when it had a limit key', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    await queue.limits.set({ perKey: { concurrency: 1, rate: { count: 2, perMs: 1 } } });
    const keyed = () => new TaskSpec({ name: 'add', args: [1, 2], limitKey: 'a key', resultTtlMs: 0 });
    await queue.enqueue([keyed(), keyed(), keyed(), keyed()]);
    expect(await look.llen(`${tag}:r:2`)).toBe(1);
    await queue.handle((await queue.dequeue()).taskId).cancel();
    await queue.ack(await queue.dequeue(), 1);
    await queue.bury(await queue.dequeue(), { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } });
    await queue.ack(await queue.dequeue(), 1);
    await vi.waitFor(async () => {
      const kept = (await look.keys(`${tag}:*`)).map((key) => key.slice(tag.length + 1).split(':')[0]);
      expect(kept.filter((name) => /^(lim|lk|lane|lanes|rest|starts|r)$/.test(name ?? ''))).toEqual(['lim']);
    });
  });

  it('never holds more than one marker', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    for (let count = 0; count < 5; count += 1) await queue.enqueue(add());
    expect(await look.llen(`${tag}:m`)).toBe(1);
  });
});

describe('scripts', () => {
  it('are sent again when the server forgot them', async () => {
    const { open, look } = await setup();
    const queue = open();
    await queue.enqueue(add());
    await look.script('FLUSH');
    const handle = await queue.enqueue(add());
    await queue.ack(await queue.dequeue(), 1);
    await queue.ack(await queue.dequeue(), 2);
    expect(await handle.result()).toBe(2);
  });
});
