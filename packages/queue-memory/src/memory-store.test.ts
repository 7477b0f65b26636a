import { TaskSpec } from '@graflow/taskspec';
import { expect, onTestFinished, test } from 'vitest';
import { LiveForm } from './forms/live-form.ts';
import { MemoryStore } from './memory-store.ts';
import { settingsOf } from './queue-options.ts';
import { StoredTask } from './forms/stored-task.ts';

const setup = () => {
  const settings = settingsOf({});
  const store = new MemoryStore(settings);
  onTestFinished(() => store.close());
  const taskOf = (taskId: string) => new StoredTask(new LiveForm(new TaskSpec({ name: 'noop' }), settings), taskId);
  const unreadable = (taskId: string) => {
    const form = {
      name: 'noop',
      options: {},
      upstream: [],
      results: [],
      length: 0,
      content: () => taskId,
      open: () => {
        throw new Error('nested too deeply');
      },
    };
    return new StoredTask(form, taskId);
  };
  return { store, taskOf, unreadable };
};

test('dead-letters a task that cannot be read and claims the next one', async () => {
  const { store, taskOf, unreadable } = setup();
  store.add([unreadable('bad'), taskOf('good')]);
  expect(store.claim()?.taskId).toBe('good');
  await expect(store.outcomes.result('bad', {})).rejects.toMatchObject({
    code: 'GRAFLOW_RECORD_INVALID',
    failure: { message: 'nested too deeply' },
  });
});

test('hands nothing that cannot be read to those who wait, nor its error to the producer', async () => {
  const { store, taskOf, unreadable } = setup();
  const waiting = store.claimers.wait({});
  store.add([unreadable('bad')]);
  store.add([taskOf('good')]);
  expect((await waiting)?.taskId).toBe('good');
});
