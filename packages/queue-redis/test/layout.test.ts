import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it } from 'vitest';
import { setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });

/** The one field that is no task: it makes Redis keep a hash as a table, however small. */
const longName = '-'.repeat(65);

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
    expect(await look.hkeys(`${tag}:a`)).toEqual([longName]);
    expect(await look.exists(`${tag}:l`, `${tag}:held`)).toBe(0);
    expect(await look.hgetall(`${tag}:open`)).toEqual({ '*': '0' });
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
