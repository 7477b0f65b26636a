import { TaskSpec } from '@graflow/taskspec';
import { expect, onTestFinished, test } from 'vitest';
import { LiveForm } from './forms/live-form.ts';
import { MemoryStore } from './memory-store.ts';
import { settingsOf } from './queue-options.ts';
import type { TaskForm } from './forms/task-form.ts';

const setup = () => {
  const settings = settingsOf({});
  const store = new MemoryStore(settings);
  onTestFinished(() => store.close());
  const formOf = (taskId: string): TaskForm => new LiveForm(new TaskSpec({ name: 'noop', taskId }), settings);
  const unreadable = (taskId: string): TaskForm => ({
    spec: new TaskSpec({ name: 'noop', taskId }),
    upstream: [],
    results: [],
    content: () => taskId,
    open: () => {
      throw new Error('nested too deeply');
    },
  });
  return { store, formOf, unreadable };
};

test('dead-letters a task that cannot be read and claims the next one', async () => {
  const { store, formOf, unreadable } = setup();
  store.add([unreadable('bad'), formOf('good')]);
  expect(store.claim()?.taskId).toBe('good');
  await expect(store.outcomes.result('bad', {})).rejects.toMatchObject({
    code: 'GRAFLOW_RECORD_INVALID',
    failure: { message: 'nested too deeply' },
  });
});

test('hands nothing that cannot be read to those who wait, nor its error to the producer', async () => {
  const { store, formOf, unreadable } = setup();
  const waiting = store.claimers.wait({});
  store.add([unreadable('bad')]);
  store.add([formOf('good')]);
  expect((await waiting)?.taskId).toBe('good');
});
