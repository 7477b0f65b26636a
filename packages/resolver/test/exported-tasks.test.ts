import { expect, it } from 'vitest';
import { TaskResolver } from '../src/index.ts';
import { _private, double, increment } from './fixtures/exported-tasks.mjs';
import * as tasks from './fixtures/exported-tasks.mjs';

it('sends a function that was never registered under its export name', async () => {
  const producer = new TaskResolver();
  expect((await producer.serializeTask(double)).name).toBe('double');
  expect((await producer.serializeTask(increment)).name).toBe('increment');
});

it('refuses an export name that is no task name', async () => {
  await expect(new TaskResolver().serializeTask(_private)).rejects.toThrow(
    expect.objectContaining({ code: 'GRAFLOW_TASK_NAMELESS' }),
  );
});

it('resolves where the exports of that module are registered', async () => {
  const worker = new TaskResolver().registerTask('double', tasks.double);
  const executable = await worker.resolveTask(await new TaskResolver().serializeTask(double));
  expect(executable(21)).toBe(42);
});
