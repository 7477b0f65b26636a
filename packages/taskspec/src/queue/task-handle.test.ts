import { describe, expect, it } from 'vitest';
import { TaskFailedError, valueOf } from './task-handle.ts';

describe('valueOf', () => {
  it('gives the value of a task that ended well', () => {
    expect(valueOf('x', { ok: true, value: 7, attempt: 1 })).toBe(7);
  });

  it('throws what a program and a person need to know of a task that did not', () => {
    const failure = { name: 'RangeError', message: 'disk full', code: 'ENOSPC' };
    const failed = (): unknown =>
      valueOf('x', { ok: false, reason: { code: 'GRAFLOW_TASK_FAILED', failure }, attempt: 3 });
    expect(failed).toThrow(TaskFailedError);
    expect(failed).toThrow(expect.objectContaining({ code: 'GRAFLOW_TASK_FAILED', taskId: 'x', failure, attempt: 3 }));
    expect(failed).toThrow('Task x failed in attempt 3: RangeError: disk full');
  });
});
