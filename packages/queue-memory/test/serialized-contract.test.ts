import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { openMemoryQueue } from './open-memory-queue.ts';

describeTaskQueue('memory, every task as the record that Redis would keep', openMemoryQueue({ serialize: true }));
