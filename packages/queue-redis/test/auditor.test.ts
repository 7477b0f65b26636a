import { TaskSpec } from '@graflow/taskspec';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Auditor } from '../src/auditing/auditor.ts';
import { Connection } from '../src/connection/connection.ts';
import { setup } from './open-queue.ts';

const open = async () => {
  const parts = await setup();
  const connection = new Connection({ url: parts.redis.url });
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
  onTestFinished(() => {
    connection.close(new Error('the test is over'));
    warn.mockRestore();
  });
  return { ...parts, queue: parts.open(), warn, auditor: () => new Auditor(connection, parts.tag, 'default') };
};
const work = (options: object = {}) => new TaskSpec({ name: 'work', args: [], ...options });

it('puts tasks back that stand in no list, each at its priority, and warns of them', async () => {
  const { queue, look, tag, auditor, warn } = await open();
  const specs = [
    work({ taskId: 'late', priority: -2 }),
    work({ taskId: 'soon', priority: 1 }),
    work({ taskId: 'kept' }),
  ];
  await queue.enqueue(specs);
  await look.del(`${tag}:r:1`, `${tag}:r:4`);
  expect([...(await auditor().turn())].sort()).toEqual(['late', 'soon']);
  const claimed = [await queue.dequeue(), await queue.dequeue(), await queue.dequeue()];
  expect(claimed.map(({ taskId }) => taskId)).toEqual(['soon', 'kept', 'late']);
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringMatching(/^2 tasks of the queue "default" stood nowhere and were put back, among them /),
    { type: 'GraflowWarning', code: 'GRAFLOW_TASKS_PUT_BACK' },
  );
});

it('puts a claimed task back whose lease is gone; its old claim settles nothing once it runs again', async () => {
  const { queue, look, tag, auditor } = await open();
  await queue.enqueue(work());
  const first = await queue.dequeue();
  await look.del(`${tag}:l`);
  expect(await auditor().turn()).toEqual([first.taskId]);
  const second = await queue.dequeue();
  await expect(queue.ack(first)).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
  await queue.ack(second, 'done');
  expect(await queue.handle(first.taskId).result()).toBe('done');
});

it('leaves alone what waits, is delayed, claimed, dead, cancelled or held back', async () => {
  const { queue, auditor, warn } = await open();
  const [waiting, claimed, dead, cancelled] = ['waiting', 'claimed', 'dead', 'cancelled'].map((taskId) =>
    work({ taskId }),
  );
  await queue.enqueue([claimed, dead] as TaskSpec[]);
  await queue.dequeue();
  const failure = { name: 'Error', message: 'no' };
  await queue.bury(await queue.dequeue(), { code: 'GRAFLOW_TASK_FAILED', failure });
  await queue.enqueue([waiting, cancelled, work({ delayMs: 60_000 }), work({ after: ['waiting'] })] as TaskSpec[]);
  await queue.handle('cancelled').cancel();
  expect(await auditor().turn()).toEqual([]);
  expect(warn).not.toHaveBeenCalled();
});

it('mends lanes: what is claimed of a key, what waits, and the ticket that leads to it', async () => {
  const { queue, look, tag, auditor } = await open();
  const turn = async () => {
    await look.del(`${tag}:audit`);
    return auditor().turn();
  };
  await queue.limits.set({ perKey: { concurrency: 1 } });
  await queue.enqueue([work({ taskId: 'one', limitKey: 'a' }), work({ taskId: 'two', limitKey: 'a' })]);
  const facts = await look.hgetall(`${tag}:lanes`);
  await look.del(`${tag}:r:2`);
  expect(await turn()).toEqual([]);
  const one = await queue.dequeue();
  expect(one.taskId).toBe('one');
  await look.hset(`${tag}:lanes`, '+a', 7, '=waiting', 9);
  expect(await turn()).toEqual([]);
  expect(await look.hgetall(`${tag}:lanes`)).toEqual({ '+a': '1', '=waiting': '1' });
  await queue.ack(one);
  await look.del(`${tag}:lane:a`, `${tag}:lk`, `${tag}:lanes`);
  expect(await turn()).toEqual(['two']);
  expect((await queue.dequeue()).taskId).toBe('two');
  expect(facts).toMatchObject({ '=waiting': '2', '=tickets': '1' });
});

it('does its work once where several look at the same time', async () => {
  const { queue, look, tag, auditor } = await open();
  await queue.enqueue(work());
  await look.del(`${tag}:r:2`);
  const turns = await Promise.all(Array.from({ length: 5 }, () => auditor().turn()));
  expect(turns.flat()).toHaveLength(1);
  expect(await look.llen(`${tag}:r:2`)).toBe(1);
});

it('goes on where it stopped, and sees every record in time', async () => {
  const { queue, look, tag, auditor } = await open();
  await queue.enqueue(Array.from({ length: 1_000 }, () => work()));
  for (let more = 0; more < 14_000; more += 1_000)
    await look.mset(Array.from({ length: 1_000 }, (_, at) => [`other${more + at}`, '']).flat());
  await look.del(`${tag}:r:2`);
  const one = auditor();
  let putBack = 0;
  while (putBack < 1_000) {
    putBack += (await one.turn()).length;
    await look.del(`${tag}:audit`);
  }
  expect(putBack).toBe(1_000);
});
