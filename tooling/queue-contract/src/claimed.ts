import type { TaskQueue, TaskSpec } from '@graflow/taskspec';
import { expect } from 'vitest';
import { longMs, shortMs } from './harness.ts';

/** Claims the next task; fails where none comes. */
export async function claimNext(queue: TaskQueue): Promise<TaskSpec> {
  const spec = await queue.dequeue({ waitMs: longMs });
  if (spec === undefined) throw new Error(`No task came within ${longMs} ms.`);
  return spec;
}

/** Claims so many tasks, one after the other. */
export async function claimMany(queue: TaskQueue, count: number): Promise<TaskSpec[]> {
  const specs: TaskSpec[] = [];
  while (specs.length < count) specs.push(await claimNext(queue));
  return specs;
}

/** Expects that nobody can claim a task now. */
export async function expectEmpty(queue: TaskQueue): Promise<void> {
  expect((await queue.dequeue({ waitMs: shortMs }))?.taskId).toBeUndefined();
}

/** Does what a worker does with a claim: resolves the task, runs it, acks its value. */
export async function run(queue: TaskQueue, spec: TaskSpec): Promise<void> {
  await spec.ensureDeserialized();
  await queue.ack(spec, await spec.executable(...spec.args));
}
