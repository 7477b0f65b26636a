import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { runInTaskContext, type TaskContext, taskContext } from './task-context.ts';

const contextOf = (taskId: string): TaskContext => ({ taskId }) as TaskContext;

describe('taskContext', () => {
  it('is refused outside a running task', () => {
    expect(() => taskContext()).toThrow(
      'taskContext() was called outside a running task. Call it inside the function that a worker runs.',
    );
  });

  it('is the one of the task that asks, whatever runs beside it', async () => {
    const run = (taskId: string): Promise<string> =>
      runInTaskContext(contextOf(taskId), async () => {
        await delay(1);
        return taskContext().taskId;
      });
    expect(await Promise.all(['a', 'b', 'c'].map(run))).toEqual(['a', 'b', 'c']);
    expect(() => taskContext()).toThrow(expect.objectContaining({ code: 'GRAFLOW_NO_TASK_CONTEXT' }));
  });

  it('gives back what the function gives or throws', () => {
    expect(runInTaskContext(contextOf('a'), () => 7)).toBe(7);
    const fails = (): unknown =>
      runInTaskContext(contextOf('a'), () => {
        throw new RangeError('no');
      });
    expect(fails).toThrow(RangeError);
  });

  it('is found by another copy of the package', async () => {
    vi.resetModules();
    const copy = await import('./task-context.ts');
    expect(copy.taskContext).not.toBe(taskContext);
    expect(runInTaskContext(contextOf('a'), () => copy.taskContext().taskId)).toBe('a');
    expect(copy.runInTaskContext(contextOf('b'), () => taskContext().taskId)).toBe('b');
  });
});
