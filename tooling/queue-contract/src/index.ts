export { describeTaskQueue, describeWhatCrosses } from './describe-task-queue.ts';
export type { Capabilities, OpenedQueue, OpenOptions, OpenQueue } from './harness.ts';
