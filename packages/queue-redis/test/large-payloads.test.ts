import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it } from 'vitest';
import { setup } from './open-queue.ts';

const mebibyte = 'x'.repeat(1024 * 1024);
const large = (taskId?: string) => new TaskSpec({ name: 'work', args: [mebibyte], ...(taskId && { taskId }) });

/** A Redis that takes no more than 20 MiB at once, as the usual one takes no more than 512. */
const openNarrow = async (options: object = {}) => {
  const parts = await setup(options, { own: true });
  await parts.look.config('SET', 'proto-max-bulk-len', String(20 * 1024 * 1024));
  return { ...parts, queue: parts.open() };
};

describe('tasks that are large together', () => {
  it('go in several calls: in one list, in one tick, and as settles', async () => {
    const { queue, look, tag } = await openNarrow({ commandTimeoutMs: 20_000 });
    await queue.enqueue(Array.from({ length: 21 }, () => large()));
    await Promise.all(Array.from({ length: 21 }, () => queue.enqueue(large())));
    expect(await look.llen(`${tag}:r:2`)).toBe(42);
    const specs = await Promise.all(Array.from({ length: 42 }, () => queue.dequeue()));
    await Promise.all(specs.map((spec) => queue.ack(spec, mebibyte)));
    expect(await queue.handle(specs[41]?.taskId ?? '').result()).toHaveLength(mebibyte.length);
  });

  it('keep their order', async () => {
    const { queue } = await openNarrow();
    const ids = Array.from({ length: 21 }, (_, index) => `order-${index}`);
    await queue.enqueue(ids.map((id) => large(id)));
    const claimed: string[] = [];
    while (claimed.length < ids.length) {
      const spec = await queue.dequeue();
      claimed.push(spec.taskId);
      await queue.ack(spec);
    }
    expect(claimed).toEqual(ids);
  });
});

describe('a producer that does not wait', () => {
  it('sends no more than it may while Redis does not answer, and hears of all of it by one deadline', async () => {
    const { queue, redis, look, tag } = await openNarrow({
      maxUnansweredBytes: 4 * 1024 * 1024,
      commandTimeoutMs: 2_000,
    });
    await queue.ready();
    redis.freeze();
    const sent = Array.from({ length: 40 }, () => queue.enqueue(large()));
    const answers = await Promise.allSettled(sent);
    expect(new Set(answers.map((answer) => answer.status === 'rejected' && answer.reason.code))).toEqual(
      new Set(['GRAFLOW_REDIS_UNREACHABLE']),
    );
    redis.thaw();
    expect(await look.llen(`${tag}:r:2`)).toBeLessThanOrEqual(5);
    await queue.enqueue(large());
  });

  it('has everything added, in its order, however much that is', async () => {
    const { queue, look, tag } = await openNarrow({ maxUnansweredBytes: 2 * 1024 * 1024 });
    const ids = Array.from({ length: 30 }, (_, index) => `order-${index}`);
    await Promise.all(ids.map((id) => queue.enqueue(large(id))));
    expect(await look.lrange(`${tag}:r:2`, 0, -1)).toEqual(ids);
  });
});
