export { InMemoryTaskQueue } from './in-memory-task-queue.ts';
export type { InMemoryTaskQueueOptions } from './queue-options.ts';
