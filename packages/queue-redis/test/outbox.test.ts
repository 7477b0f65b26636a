import { once } from 'node:events';
import { forkSource } from '@graflow-tooling/vitest/fork-source';
import { partitionOf, resultOf, TaskSpec } from '@graflow/taskspec';
import { expect, it, onTestFinished, vi } from 'vitest';
import { setup as setupOne } from './open-queue.ts';

/** Keys that lead to the first and to the second of two partitions. */
const [here, there] = [0, 1].map((partition) =>
  ['a', 'b', 'c', 'd', 'e', 'f', 'g'].find((key) => partitionOf(key, 2) === partition),
);
const add = (taskId: string) => new TaskSpec({ name: 'add', args: [1, 2], taskId, resultTtlMs: 0 });

const setup = async () => {
  const { redis, open, look, prefix } = await setupOne({ partitions: 2 });
  const tags = [0, 1].map((partition) => `{${prefix}:default:${partition}}`);
  return { redis, look, prefix, queue: open(), open, tags };
};

/** A queue whose first partition has two tasks for the second one, left by a process that was killed before it carried them. */
const setupLeft = async () => {
  const opened = await setup();
  const { look, queue, redis, prefix, tags } = opened;
  await look.set(`${tags[1]}:ib`, 'in the way of whoever carries something there');
  await queue.enqueue(add(`first~${here}`));
  const program = new URL('fixtures/leave-and-wait.ts', import.meta.url);
  const child = forkSource(program, [redis.url, prefix, `second~${there}`, `third~${there}`]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await look.xlen(`${tags[0]}:ob`)).toBe(2);
  expect((await queue.stats()).waiting).toBe(0);
  return opened;
};

it('keeps what a process left that was killed, and whoever claims next carries it, in its order', async () => {
  const { look, queue, tags } = await setupLeft();
  await look.del(`${tags[1]}:ib`);

  const ids = [(await queue.dequeue()).taskId, (await queue.dequeue()).taskId];

  expect(ids).toEqual([`second~${there}`, `third~${there}`]);
  await vi.waitFor(async () => expect(await look.xlen(`${tags[0]}:ob`)).toBe(0));
});

it('is carried once where it is sent again, also when what it said has ended and is forgotten', async () => {
  const { look, queue, tags } = await setupLeft();
  await look.del(`${tags[1]}:ib`);
  const outbox = await look.dumpBuffer(`${tags[0]}:ob`);
  for (let task = 0; task < 2; task += 1) await queue.ack(await queue.dequeue(), 3);
  await vi.waitFor(async () => expect(await look.xlen(`${tags[0]}:ob`)).toBe(0));

  await look.restore(`${tags[0]}:ob`, 0, outbox, 'REPLACE'); // as if the answer had been lost
  expect(await queue.dequeue({ waitMs: 50 })).toBeUndefined();

  await vi.waitFor(async () => expect(await look.xlen(`${tags[0]}:ob`)).toBe(0));
  expect(await queue.stats()).toMatchObject({ waiting: 0, running: 0, dead: 0 });
});

it('carries what comes behind that, too', async () => {
  const { look, queue, tags } = await setupLeft();
  await look.del(`${tags[1]}:ib`);
  for (let task = 0; task < 2; task += 1) await queue.ack(await queue.dequeue(), 3);
  await queue.enqueue(add(`fourth~${here}`));

  await queue.ack(await queue.dequeue(), 3, { followUps: [add(`fifth~${there}`)] });

  expect((await queue.dequeue()).taskId).toBe(`fifth~${there}`);
});

it('counts the delay of a follow-up from the end of the task that left it', async () => {
  const { queue, look, tags } = await setup();
  await look.set(`${tags[1]}:ib`, 'in the way');
  await queue.enqueue(add(`first~${here}`));
  const late = new TaskSpec({ name: 'add', args: [1, 2], taskId: `late~${there}`, delayMs: 300 });
  await queue.ack(await queue.dequeue(), 3, { followUps: [late] });
  const ackedAt = Date.now();
  await expect.poll(() => Date.now() - ackedAt).toBeGreaterThan(310);
  await look.del(`${tags[1]}:ib`);

  await expect.poll(async () => (await queue.stats()).waiting, { timeout: 5_000 }).toBe(1);
  expect((await queue.stats()).delayed).toBe(0);
});

it('gives a task of another partition the value that it takes, whatever the other one keeps', async () => {
  const { queue } = await setup();
  const upstream = await queue.enqueue(add(`first~${here}`));
  const next = new TaskSpec({ name: 'add', args: [resultOf<number>(upstream.taskId), 4], taskId: `next~${there}` });
  await queue.enqueue(next);
  await queue.ack(await queue.dequeue(), 3);

  expect((await queue.dequeue()).args).toEqual([3, 4]);
});

it('leaves nothing behind when all has ended', async () => {
  const { queue, look, prefix } = await setup();
  await queue.enqueue(add(`first~${here}`));
  await queue.group([`first~${here}`, `second~${there}`], { groupId: `both~${there}`, resultTtlMs: 0 });
  const second = new TaskSpec({ name: 'add', args: [1, 2], taskId: `second~${there}`, resultTtlMs: 0 });
  await queue.ack(await queue.dequeue(), 3, { followUps: [second] });
  await queue.ack(await queue.dequeue(), 3);

  const ofWaiting = /\}:(watched|after|vc|ob$|(dep|need|v|g|o):)/;
  const left = async () => {
    const keys = (await look.keys(`{${prefix}:*`)).filter((name) => ofWaiting.test(name));
    const lengths = await Promise.all(keys.map(async (name) => (name.endsWith(':ob') ? look.xlen(name) : 1)));
    return keys.filter((_, index) => lengths[index] !== 0);
  };
  await expect.poll(left, { timeout: 5_000 }).toEqual([]);
});
