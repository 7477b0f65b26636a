/** A producer of BullMQ: as the one beside it, it enqueues what it is asked to until Redis said yes. */
import { Queue } from 'bullmq';
import { openLog } from '../log/logger.ts';
import { enqueueOrders } from './enqueue-orders.ts';
import { type ProducerSettings, settingsOfProcess } from './settings.ts';

const { name, log: path, queue: place, atOnce } = settingsOfProcess<ProducerSettings>();
const log = openLog(path, name);
const queue = new Queue('faults', { connection: { url: place.url as string } });
queue.on('error', () => undefined); // every enqueue that fails is logged

/** What it understands of the options of ours. */
interface BullmqWish {
  readonly priority?: number;
  readonly retry?: { readonly maxAttempts: number };
  readonly delayMs?: number;
  readonly runAt?: number;
}

/** As many attempts as a task of ours has. */
const attempts = 3;

enqueueOrders({
  name,
  log,
  atOnce,
  enqueue: async ({ id, task, args, options }) => {
    const { priority, retry, delayMs, runAt } = (options ?? {}) as BullmqWish;
    const delay = delayMs ?? (runAt === undefined ? 0 : Math.max(0, runAt - Date.now()));
    await queue.add(
      task,
      { args },
      { jobId: id, attempts: retry?.maxAttempts ?? attempts, delay, ...(priority && { priority }) },
    );
  },
});
process.on('SIGTERM', () => void queue.close().then(() => process.disconnect()));
log({ kind: 'ready' });
