import { runInTaskContext, type TaskContext, type TaskQueue, type TaskSpec } from '@graflow/taskspec';

/** Runs a function as the task of a claim, as a worker does. */
export function runAs<T>(queue: TaskQueue, { taskId, claim }: TaskSpec, run: () => T): T {
  let position = 0;
  const writes = { address: queue.address, token: String(claim?.token), next: () => (position += 1) };
  return runInTaskContext({ taskId, writes, idempotencyKey: `${queue.name}:${taskId}` } as TaskContext, run);
}
