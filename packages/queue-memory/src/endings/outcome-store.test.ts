import { TaskSpec } from '@graflow/taskspec';
import { expect, test } from 'vitest';
import { LiveForm } from '../forms/live-form.ts';
import { StoredTask } from '../forms/stored-task.ts';
import { settingsOf } from '../queue-options.ts';
import { OutcomeStore } from './outcome-store.ts';
import { Timeouts } from '../time/timeouts.ts';

const setup = () => {
  let now = 0;
  const store = new OutcomeStore({ limits: {}, now: () => now, timeouts: new Timeouts() });
  const add = (taskId?: string) => {
    const chosen = taskId === undefined ? {} : { taskId };
    const spec = new TaskSpec({ name: 'noop', ...chosen });
    const task = new StoredTask(new LiveForm(spec, settingsOf({})), spec);
    task.enterIn(store);
    return task;
  };
  return { store, add, passTo: (time: number) => (now = time) };
};
const done = { ok: true, value: 'done', attempt: 1 } as const;

test('forgets each outcome at its time', async () => {
  const { store, add } = setup();
  store.settle(add('short'), done, 100);
  store.settle(add('long'), done, 200);
  expect(store.nearest).toBe(100);
  store.forget(150);
  expect(store.find('short')).toBeUndefined();
  expect(await store.result('long', {})).toBe('done');
  expect(store.nearest).toBe(200);
});

test('finds a task from the moment in which somebody sees its id, ended or not', async () => {
  const { store, add } = setup();
  const [open, ended] = [add(), add()];
  store.settle(ended, done, 100);
  expect([open.isUnseen, ended.isUnseen, store.nearest]).toEqual([true, true, Infinity]);
  expect(store.find(open.taskId)).toBe(open);
  expect(await store.result(ended.taskId, {})).toBe('done');
  expect(store.nearest).toBe(100);
});

test('forgets an outcome at its time also where nobody has seen the id', async () => {
  const { store, add, passTo } = setup();
  const task = add();
  store.settle(task, done, 100);
  expect(await store.resultOf(task, {})).toBe('done');
  passTo(100);
  await expect(store.resultOf(task, { timeoutMs: 1 })).rejects.toMatchObject({ code: 'GRAFLOW_RESULT_TIMEOUT' });
  expect(store.find(task.taskId)).toBeUndefined();
});

test('tells those who waited for an id before it had a task', async () => {
  const { store, add } = setup();
  const waits = [store.result('task', {}), store.result('task', { timeoutMs: 60_000 })];
  store.settle(add('task'), done, 100);
  expect(await Promise.all(waits)).toEqual(['done', 'done']);
});

test('keeps nothing of a wait that ended in vain', async () => {
  const { store, add } = setup();
  const stop = new AbortController();
  const task = add('task');
  const waits = ['task', 'unknown', 'unknown'].map((id) => store.result(id, { signal: stop.signal }));
  stop.abort(new Error('enough'));
  for (const wait of waits) await expect(wait).rejects.toThrow('enough');
  expect([task.waits, add('unknown').waits]).toEqual([[], []]);
});

test('tells many who wait, each once', async () => {
  const { store, add } = setup();
  const task = add();
  const waits = Array.from({ length: 1_000 }, () => store.resultOf(task, { timeoutMs: 60_000 }));
  store.settle(task, done, 100);
  expect(new Set(await Promise.all(waits))).toEqual(new Set(['done']));
});
