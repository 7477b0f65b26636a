import type { TaskForm } from '../forms/task-form.ts';

/** When a task may be claimed, in milliseconds since 1970; 0 for at once. */
export function dueAt({ options: { runAt, delayMs = 0 } }: TaskForm, now: () => number): number {
  if (runAt !== undefined) return Number(runAt) + delayMs;
  return delayMs > 0 ? now() + delayMs : 0;
}
