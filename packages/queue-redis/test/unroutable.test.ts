import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it } from 'vitest';
import { setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });
const refusal = { name: 'Refusal', message: 'not mine' };

describe('a task that some workers refuse', () => {
  it('has not been waiting since a refusal before its last run', async () => {
    const { open } = await setup({ unroutableAfterMs: 1 });
    const [capable, other] = [open(), open()];
    await capable.enqueue(add());
    await other.release(await other.dequeue(), { refusal });
    await capable.retry(await capable.dequeue());
    await other.release(await other.dequeue(), { refusal, delayMs: 5 });
    expect(await capable.dequeue({ waitMs: 1_000 })).toMatchObject({ attempt: 2 });
  });

  it('waits for one that is busy, however long it does not claim', async () => {
    const { open, look, tag } = await setup({ leaseMs: 100 });
    const [busy, other] = [open(), open()];
    await busy.enqueue([add(), add()]);
    await busy.dequeue();
    await look.del(`${tag}:w`); // as if fifteen seconds had passed
    await expect.poll(() => look.zcard(`${tag}:w`)).toBe(1);

    await other.release(await other.dequeue(), { refusal });
    await other.release(await other.dequeue(), { refusal });
    expect(await busy.dequeue({ waitMs: 1_000 })).toMatchObject({ attempt: 1 });
  });

  it('names each of them once, however often it refuses', async () => {
    const { open, look, tag } = await setup();
    const [capable, other] = [open(), open()];
    await capable.dequeue({ waitMs: 0 });
    const { taskId } = await capable.enqueue(add());
    await other.release(await other.dequeue(), { refusal });
    const once = await look.hget(`${tag}:x`, taskId);
    await other.release(await other.dequeue(), { refusal });
    expect(await look.hget(`${tag}:x`, taskId)).toBe(once);
  });
});

describe('the workers of a queue', () => {
  it('are forgotten when they were not seen for long', async () => {
    const { open, look, tag } = await setup();
    await look.zadd(`${tag}:w`, Date.now() - 16_000, 'gone', Date.now() - 10_000, 'alive');
    await open().dequeue({ waitMs: 0 });
    expect(await look.zrange(`${tag}:w`, '0', '-1')).toEqual(['alive', expect.any(String)]);
  });
});
