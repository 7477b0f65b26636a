import { TaskSpec } from '@graflow/taskspec';
import { expect, it } from 'vitest';
import { setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });
const reason = { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } } as const;

it('keeps the outcome of a dead letter that was discarded, in the place of its record and for as long as before', async () => {
  const { open, look, tag } = await setup();
  const queue = open();
  const { taskId } = await queue.enqueue(add());
  await queue.bury(await queue.dequeue(), reason);
  expect(await look.exists(`${tag}:t:${taskId}`, `${tag}:o:${taskId}`)).toBe(2);
  const expiry = await look.pexpiretime(`${tag}:o:${taskId}`);

  await queue.deadLetters.discard(taskId);
  expect(await look.exists(`${tag}:o:${taskId}`)).toBe(0);
  expect(await look.pexpiretime(`${tag}:t:${taskId}`)).toBe(expiry);
  await expect(queue.handle(taskId).result()).rejects.toMatchObject({ code: reason.code });
});

it('keeps the outcome of a task that was cancelled in a ready list when its turn has come', async () => {
  const { open, look, tag } = await setup();
  const queue = open();
  const { taskId } = await queue.enqueue(add());
  await queue.handle(taskId).cancel();
  expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();

  expect(await look.keys(`${tag}:?:${taskId}`)).toEqual([`${tag}:t:${taskId}`]);
  expect(await queue.handle(taskId).cancel()).toBe('cancelled');
  await expect(queue.handle(taskId).result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_CANCELLED' });
});

it('replays no outcome as if it were a record', async () => {
  const { open, look, tag } = await setup();
  const queue = open();
  const { taskId } = await queue.enqueue(add());
  await look.del(`${tag}:t:${taskId}`);
  expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();

  expect(await queue.deadLetters.count()).toBe(1);
  expect(await queue.deadLetters.replay(taskId)).toBe(0);
  expect(await queue.deadLetters.discard(taskId)).toBe(1);
  await expect(queue.handle(taskId).result()).rejects.toMatchObject({ code: 'GRAFLOW_RECORD_INVALID' });
});

it('leaves an empty record where it is, as any other that cannot be read', async () => {
  const { open, look, tag } = await setup();
  const queue = open();
  const { taskId } = await queue.enqueue(add());
  await look.set(`${tag}:t:${taskId}`, '');
  expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();

  expect(await look.get(`${tag}:t:${taskId}`)).toBe('');
  await expect(queue.handle(taskId).result()).rejects.toMatchObject({ code: 'GRAFLOW_RECORD_INVALID' });
});
