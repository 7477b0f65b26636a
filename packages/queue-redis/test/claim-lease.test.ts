import { TaskSpec } from '@graflow/taskspec';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Auditor } from '../src/auditing/auditor.ts';
import { Connection } from '../src/connection/connection.ts';
import type { HeldClaim } from '../src/claiming/held-claim.ts';
import { ShortWay } from '../src/connection/short-way.ts';
import type { RedisTaskQueueOptions } from '../src/index.ts';
import { settingsOf } from '../src/redis-queue-options.ts';
import { callSettle } from '../src/settling/settle-call.ts';
import { operationOf } from '../src/settling/settle-operation.ts';
import { setup } from './open-queue.ts';

const work = (taskId: string) => new TaskSpec({ name: 'work', args: [], taskId });
const failure = { name: 'Error', message: 'no' };

/** A queue that holds tasks of these names by one claim. */
const claimTogether = async (names: readonly string[], options: RedisTaskQueueOptions = {}) => {
  const parts = await setup(options);
  const queue = parts.open();
  await queue.enqueue(names.map(work));
  const specs = await Promise.all(names.map(() => queue.dequeue()));
  const [token = ''] = new Set(specs.map(({ claim }) => claim?.token));
  const leases = () => parts.look.zrange(`${parts.tag}:l`, '0', '-1');
  expect(await leases()).toEqual([token]);
  return { ...parts, queue, specs, leases };
};
type Spec = Awaited<ReturnType<typeof claimTogether>>['specs'][number];

it('tasks that are claimed together share one lease, which goes with the last of them', async () => {
  const { queue, specs, leases, look, tag } = await claimTogether(['acked', 'retried', 'buried', 'released', 'last']);
  const [acked, retried, buried, released, last] = specs as [Spec, Spec, Spec, Spec, Spec];
  await Promise.all([
    queue.ack(acked),
    queue.retry(retried, { delayMs: 60_000 }),
    queue.bury(buried, { code: 'GRAFLOW_TASK_FAILED', failure }),
    queue.release(released, { delayMs: 60_000 }),
  ]);
  expect(await leases()).toEqual([last.claim?.token]);
  expect(await queue.stats()).toMatchObject({ running: 1 });
  await queue.ack(last);
  expect(await leases()).toEqual([]);
  expect(await look.hlen(`${tag}:held`)).toBe(0);
  expect(await queue.stats()).toMatchObject({ running: 0 });
});

it('the end of a lease gives back those that are not settled, in their order, and no others', async () => {
  const options = { leaseMs: 200, renewLeases: false };
  const { queue, specs, open } = await claimTogether(['one', 'two', 'three', 'four', 'five'], options);
  const [one, , three] = specs as [Spec, Spec, Spec];
  await Promise.all([queue.ack(one), queue.retry(three, { delayMs: 60_000 })]);
  const next = open();
  const again = [await next.dequeue(), await next.dequeue(), await next.dequeue()];
  expect(again.map(({ taskId, attempt }) => [taskId, attempt])).toEqual([
    ['two', 2],
    ['four', 2],
    ['five', 2],
  ]);
  expect(await next.stats()).toMatchObject({ waiting: 0, delayed: 1, running: 3 });
});

it('a cancelled task leaves its claim alone', async () => {
  const { queue, specs, leases } = await claimTogether(['cancelled', 'kept']);
  const kept = specs[1] as Spec;
  expect(await queue.handle('cancelled').cancel()).toBe('cancelled');
  expect(await leases()).toEqual([kept.claim?.token]);
  await queue.ack(kept, 'done');
  expect(await leases()).toEqual([]);
});

it('a task whose settle Redis refused goes to others, while the rest of its claim is kept', async () => {
  const { redis, open, look } = await setup({ leaseMs: 400 }, { own: true });
  await look.acl('SETUSER', 'worker', 'on', '>secret', '~*', '&*', '+@all');
  const queue = open({ url: undefined, connection: { port: redis.port, username: 'worker', password: 'secret' } });
  await queue.enqueue([work('refused'), work('kept')]);
  const [refused, kept] = await Promise.all([queue.dequeue(), queue.dequeue()]);
  await look.acl('SETUSER', 'worker', '-evalsha');
  await expect(queue.ack(refused)).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_REFUSED' });
  await look.acl('SETUSER', 'worker', '+evalsha');
  expect((await open().dequeue()).taskId).toBe('refused');
  await queue.ack(kept, 'done');
  expect(await queue.handle('kept').result()).toBe('done');
});

it('the auditor counts anew what Redis lost the count of', async () => {
  const { queue, redis, tag, look } = await claimTogether(['one', 'two']);
  const connection = new Connection({ url: redis.url });
  onTestFinished(() => connection.close(new Error('the test is over')));
  await look.hset(`${tag}:open`, '*', 7);
  expect(await queue.stats()).toMatchObject({ running: 7 });
  await new Auditor(connection, tag, 'default').turn();
  expect(await queue.stats()).toMatchObject({ running: 2 });
});

it('a worker that renews a lease which has ended is alive: the loss does not count, once however often it says so', async () => {
  const { queue, open, look, tag, specs } = await claimTogether(['work'], { leaseMs: 1_000, maxLostLeases: 2 });
  const [held] = specs as [Spec];
  const other = open();
  const claimAfterItsLease = async (): Promise<TaskSpec> => {
    await look.zadd(`${tag}:l`, 'XX', '1', held.claim?.token ?? '');
    const spec = await other.dequeue({ waitMs: 0 });
    if (spec === undefined) throw new Error('The lease was renewed in between.');
    return spec;
  };
  const next = await vi.waitFor(claimAfterItsLease, { timeout: 10_000 });
  await vi.waitFor(() => expect(held.claim?.signal.aborted).toBe(true), { timeout: 10_000 });
  await expect(queue.ack(held)).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
  expect(await look.hgetall(`${tag}:alive`)).toEqual({ work: '1' });
  await other.release(next, { crash: { name: 'Crash', message: 'gone' } });
  await other.ack(await other.dequeue());
  expect(await look.keys(`${tag}:alive`)).toEqual([]);
});

it('nothing stays of a task whose last settle goes with one of a claim before, which was on its way for long', async () => {
  const { redis, open, look, tag, specs } = await claimTogether(['work'], { leaseMs: 60_000, renewLeases: false });
  await look.zadd(`${tag}:l`, 'XX', '1', specs[0]?.claim?.token ?? '');
  const again = await open().dequeue();
  const connection = new Connection({ url: redis.url });
  onTestFinished(() => connection.close(new Error('the test is over')));
  const settings = settingsOf({ url: redis.url });
  const settles = [specs[0] as Spec, again].map((spec) => {
    const claim = spec.claim as HeldClaim;
    return { ...operationOf(claim, spec, { step: 'ack', value: 1 }, settings), claim, told: () => undefined };
  });
  const request = { settings, workerId: 'one', settles, wanted: 0, givesMarkerBack: false };
  expect((await callSettle(connection.work, tag, request, new ShortWay())).verdicts).toBe('ny');
  expect(await look.keys(`${tag}:alive`)).toEqual([]);
});
