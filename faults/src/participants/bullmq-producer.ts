/** A producer of BullMQ: as the one beside it, it enqueues what it is asked to until Redis said yes. */
import { Queue } from 'bullmq';
import { openLog } from '../log/logger.ts';
import { enqueueOrders } from './enqueue-orders.ts';
import { type ProducerSettings, settingsOfProcess } from './settings.ts';

const { name, log: path, queue: place, atOnce } = settingsOfProcess<ProducerSettings>();
const log = openLog(path, name);
const queue = new Queue('faults', { connection: { url: place.url as string } });
queue.on('error', () => undefined); // every enqueue that fails is logged

/** As many attempts as a task of ours has. */
const attempts = 3;

enqueueOrders({
  name,
  log,
  atOnce,
  enqueue: async ({ id, task, args, options }) => {
    const { priority, retry } = (options ?? {}) as { priority?: number; retry?: { maxAttempts: number } };
    await queue.add(
      task,
      { args },
      { jobId: id, attempts: retry?.maxAttempts ?? attempts, ...(priority && { priority }) },
    );
  },
});
process.on('SIGTERM', () => void queue.close().then(() => process.disconnect()));
log({ kind: 'ready' });
