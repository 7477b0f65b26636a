import { defaultResultTtlMs, TaskSpec } from '@graflow/taskspec';
import { expect, it, onTestFinished } from 'vitest';
import { Auditor } from '../src/auditing/auditor.ts';
import { Connection } from '../src/connection/connection.ts';
import { runScript } from '../src/connection/script.ts';
import { settleScript } from '../src/scripts/settle.ts';
import { setup } from './open-queue.ts';

const count = 20;
const ids = Array.from({ length: count }, (_, at) => `task-${at}`);
const work = (taskId: string, value = 1) => new TaskSpec({ name: 'add', args: [value, 2], taskId });

/** A queue whose tasks were acked together, as a busy worker does; `pass` lets the time of their outcomes be over. */
const ackTogether = async (options: { readonly resultTtlMs?: number } = {}) => {
  const parts = await setup();
  const { look, tag } = parts;
  const queue = parts.open();
  await queue.enqueue(ids.map((taskId) => new TaskSpec({ name: 'add', args: [1, 2], taskId, ...options })));
  const specs = await Promise.all(ids.map(() => queue.dequeue()));
  await Promise.all(specs.map((spec) => queue.ack(spec, 3)));
  const pass = async (): Promise<void> => {
    for (const id of ids) {
      const outcome = String(await look.get(`${tag}:t:${id}`));
      await look.set(`${tag}:t:${id}`, outcome.replace(/^(=\d+):\d+\n/, '$1:1\n'));
    }
    for (const past of await look.zrange(`${tag}:past`, '0', '-1')) await look.zadd(`${tag}:past`, 1, past);
  };
  return { ...parts, queue, pass };
};

it('outcomes that are written together say themselves when they are over, and their claim remembers them', async () => {
  const { queue, look, tag } = await ackTogether();
  expect(await Promise.all(ids.map((id) => queue.handle(id).result()))).toEqual(ids.map(() => 3));
  expect(await look.pttl(`${tag}:t:task-0`)).toBe(-1);
  const [mark = ''] = String(await look.get(`${tag}:t:task-0`)).split('\n');
  const [past = '', endsAt] = await look.zrange(`${tag}:past`, '0', '-1', 'WITHSCORES');
  const [seconds] = await look.time();
  expect(Number(mark.split(':')[1]) - Number(seconds) * 1_000).toBeGreaterThan(3_500_000);
  expect(Number(endsAt)).toBeGreaterThanOrEqual(Number(mark.split(':')[1]));
  expect(past.split(' ').slice(1).sort()).toEqual(ids.map((id) => `2${id}`).sort());
});

it('an outcome with a ttl of its own is left to Redis', async () => {
  const { look, tag } = await ackTogether({ resultTtlMs: 60_000 });
  const ttls = await Promise.all(ids.map((id) => look.pttl(`${tag}:t:${id}`)));
  expect(Math.min(...ttls)).toBeGreaterThan(0);
  expect(await look.exists(`${tag}:past`)).toBe(0);
});

it('an outcome that is over is as good as gone before anybody took it away', async () => {
  const { queue, look, tag, pass } = await ackTogether();
  await pass();
  expect(await look.exists(`${tag}:t:task-0`)).toBe(1);
  await expect(queue.handle('task-0').result({ timeoutMs: 50 })).rejects.toMatchObject({
    code: 'GRAFLOW_RESULT_TIMEOUT',
  });
  expect(await queue.handle('task-0').cancel()).toBe('unknown');
  await queue.enqueue([work('task-1', 7), work('other')]);
  await queue.enqueue(work('later', 1));
  expect([(await queue.dequeue()).taskId, (await queue.dequeue()).taskId]).toEqual(['task-1', 'other']);
});

it('a task that is sent again beside another one that is there runs again where its outcome is over', async () => {
  const { queue, pass } = await ackTogether();
  await queue.enqueue(work('ended'));
  await queue.ack(await queue.dequeue());
  await pass();
  await queue.enqueue([work('ended'), work('task-0')]);
  expect((await queue.dequeue()).taskId).toBe('task-0');
});

it('settles that are sent twice because the first answer was lost are done once', async () => {
  const { redis, open, tag } = await setup();
  const queue = open();
  const connection = new Connection({ url: redis.url });
  onTestFinished(() => connection.close(new Error('the test is over')));
  await queue.enqueue(ids.map((id) => work(id)));
  const specs = await Promise.all(ids.map(() => queue.dequeue()));
  const { token } = specs[0]?.claim ?? {};
  const head = ['worker', 0, 0, 8_000, 3, 30_000, defaultResultTtlMs, count];
  const acks = ['p', '2', String(token), Buffer.from(ids.map((_id, nth) => nth)), ...ids.map(() => '\n+1\nj3')];
  for (let sent = 0; sent < 2; sent += 1) {
    const [verdicts] = (await runScript(connection.work, settleScript, tag, [...head, ...ids, ...acks])) as [Buffer];
    expect(String(verdicts)).toBe('y'.repeat(count));
  }
  expect(await queue.stats()).toMatchObject({ running: 0 });
  expect(await queue.handle('task-7').result()).toBe(3);
});

it('a claim takes away the outcomes that are over, and leaves what has their ids by now', async () => {
  const { queue, look, tag, pass } = await ackTogether();
  await pass();
  await queue.enqueue([work('task-1', 7), work('task-2')]);
  await queue.ack(await queue.dequeue(), 'again');
  expect(await queue.handle('task-1').result()).toBe('again');
  expect((await look.keys(`${tag}:t:*`)).sort()).toEqual([`${tag}:t:task-1`, `${tag}:t:task-2`]);
  expect(await look.exists(`${tag}:past`)).toBe(0);
});

it('the auditor takes away those that nobody remembers', async () => {
  const { look, tag, redis, pass } = await ackTogether();
  const connection = new Connection({ url: redis.url });
  onTestFinished(() => connection.close(new Error('the test is over')));
  await pass();
  await look.del(`${tag}:past`);
  await new Auditor(connection, tag, 'default').turn();
  expect(await look.keys(`${tag}:t:*`)).toEqual([]);
});
