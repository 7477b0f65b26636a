import { parentPort } from 'node:worker_threads';
import type { ThreadOrder } from './leases/lease-thread.ts';
import { RenewedQueue } from './leases/renewed-queue.ts';

/** The program of the lease thread: renews for the queues that it is told of. */
const queues = new Map<string, RenewedQueue>();

parentPort?.on('message', (order: ThreadOrder) => {
  if ('add' in order) {
    const { add } = order;
    queues.set(add.workerId, new RenewedQueue(add, (lost) => parentPort?.postMessage(lost)));
    return;
  }
  queues.get(order.remove)?.close();
  queues.delete(order.remove);
});
