import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { openMemoryQueue } from './open-memory-queue.ts';

describeTaskQueue('memory', openMemoryQueue());
