import { TaskSpec } from '@graflow/taskspec';
import { expect, test } from 'vitest';
import { LiveForm } from '../forms/live-form.ts';
import { settingsOf } from '../queue-options.ts';
import { StoredTask } from '../forms/stored-task.ts';
import { WaitingList } from './waiting-list.ts';

const settings = settingsOf({});
const taskOf = (taskId: string, priority = 0): StoredTask =>
  new StoredTask(new LiveForm(new TaskSpec({ name: 'noop', priority }), settings), taskId);

const takeAll = (list: WaitingList): string[] => {
  const ids: string[] = [];
  for (let task = list.take(); task; task = list.take()) ids.push(task.taskId);
  return ids;
};

test('gives the highest priority first, in the order they came', () => {
  const list = new WaitingList();
  for (const [taskId, priority] of [
    ['a', 0],
    ['b', -2],
    ['c', 2],
    ['d', 0],
    ['e', 1],
    ['f', -1],
    ['g', 2],
  ] as const) {
    list.add(taskOf(taskId, priority));
  }
  expect(takeAll(list)).toEqual(['c', 'g', 'e', 'a', 'd', 'f', 'b']);
});

test('holds delayed tasks back until they are promoted, then puts them behind the ready ones', () => {
  const list = new WaitingList();
  list.add(taskOf('later'), 200);
  list.add(taskOf('soon'), 100);
  list.add(taskOf('ready'));
  expect(list.nearest).toBe(100);
  list.promote(99);
  expect(list.nearest).toBe(100);
  list.promote(100);
  expect(list.nearest).toBe(200);
  expect(takeAll(list)).toEqual(['ready', 'soon']);
  list.promote(1_000);
  expect(takeAll(list)).toEqual(['later']);
});
