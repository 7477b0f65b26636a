import { describe, expect, it } from 'vitest';
import { checkTaskId } from './names.ts';
import { newTaskId } from './new-task-id.ts';

describe('newTaskId', () => {
  it('gives 22 characters that are a task id, never the same twice', () => {
    const ids = new Set(Array.from({ length: 1_000 }, newTaskId));
    expect(ids.size).toBe(1_000);
    for (const id of ids) expect(checkTaskId(id)).toHaveLength(22);
  });
});
