import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it } from 'vitest';
import { LiveForm } from '../forms/live-form.ts';
import { StoredTask } from '../forms/stored-task.ts';
import { settingsOf } from '../queue-options.ts';
import { KnownKeys } from './known-keys.ts';

function setup() {
  let now = 0;
  const keys = new KnownKeys(() => now);
  const taskOf = (key?: string, windowMs?: number) => {
    const dedup = key === undefined ? {} : { dedup: { key, ...(windowMs === undefined ? {} : { windowMs }) } };
    const spec = new TaskSpec({ name: 'task', ...dedup });
    return new StoredTask(new LiveForm(spec, settingsOf({})), spec);
  };
  return { keys, taskOf, passTo: (time: number) => (now = time) };
}

describe('KnownKeys', () => {
  it('gives a list without keys as it came', () => {
    const { keys, taskOf } = setup();
    const tasks = [taskOf(), taskOf()];
    expect(keys.sort(tasks)).toEqual({ rest: tasks, known: undefined });
    expect(keys.sort(tasks).rest).toBe(tasks);
  });

  it('ends a window at its time, and not with the task', () => {
    const { keys, taskOf, passTo } = setup();
    const [first, second] = [taskOf('a', 100), taskOf('a')];
    keys.hold(first);
    keys.free(first);
    passTo(99);
    expect(keys.sort([second]).known).toEqual(new Map([[second.taskId, first.taskId]]));
    passTo(100);
    expect(keys.sort([second]).rest).toEqual([second]);
  });

  it('lets the end of a window of long ago end no newer one', () => {
    const { keys, taskOf, passTo } = setup();
    const [first, second, third] = [taskOf('a', 100), taskOf('a', 100), taskOf('a')];
    keys.hold(first);
    passTo(100);
    keys.sort([second]);
    keys.hold(second);
    passTo(150);
    keys.free(first);
    expect(keys.sort([third]).known?.get(third.taskId)).toBe(second.taskId);
  });
});
