import { TaskSpec } from '@graflow/taskspec';
import { expect, it } from 'vitest';
import { setup } from './open-queue.ts';

const work = (at: number, arg: unknown = at) =>
  new TaskSpec<(arg: unknown) => void>({ name: 'work', args: [arg], taskId: `work-${at}` });

it('a long list is added in its order, beside what is asked for in the same tick', async () => {
  const { open, look, tag } = await setup();
  const queue = open();
  await Promise.all([
    queue.enqueue(work(0)),
    queue.enqueue(Array.from({ length: 1_100 }, (_, at) => work(at + 1))),
    queue.enqueue(work(1_101)),
  ]);
  expect(await look.lrange(`${tag}:r:2`, 0, -1)).toEqual(Array.from({ length: 1_102 }, (_, at) => `work-${at}`));
});

it('a list with a task that cannot travel is refused; the others may be sent again', async () => {
  const queue = (await setup()).open();
  const list = Array.from({ length: 600 }, (_, at) => work(at));
  const refused = queue.enqueue([...list, work(600, () => 'no'), work(601)]);
  await expect(refused).rejects.toMatchObject({ code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' });
  await queue.enqueue(list);
  expect(await queue.stats()).toMatchObject({ waiting: 600 });
});

it('an id that is there twice in a list, far apart, is one task, or refused where it is another one', async () => {
  const queue = (await setup()).open();
  const list = Array.from({ length: 600 }, (_, at) => work(at));
  await queue.enqueue([...list, work(0)]);
  expect(await queue.stats()).toMatchObject({ waiting: 600 });
  const other = queue.enqueue([...Array.from({ length: 600 }, (_, at) => work(at + 1_000)), work(1_000, 'other')]);
  await expect(other).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
});
