import { Queue, QueueEvents, Worker } from 'bullmq';
import { noOp } from './no-op.mjs';

/** @param {string} redisUrl */
const connectionOf = (redisUrl) => ({ url: redisUrl, maxRetriesPerRequest: null });

/**
 * BullMQ with its defaults.
 *
 * @type {import('./subject.ts').Subject}
 */
export const bullmq = {
  name: 'bullmq',

  async openProducer(redisUrl) {
    const queue = new Queue('bench', { connection: connectionOf(redisUrl) });
    const events = new QueueEvents('bench', { connection: connectionOf(redisUrl) });
    await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
    return {
      enqueue: async (payload) => void (await queue.add('noop', { payload })),
      enqueueMany: async (payloads) =>
        void (await queue.addBulk(payloads.map((payload) => ({ name: 'noop', data: { payload } })))),
      enqueueDelayed: async (payloads, delay) =>
        void (await queue.addBulk(payloads.map((payload) => ({ name: 'noop', data: { payload }, opts: { delay } })))),
      run: async (payload) => Number(await (await queue.add('noop', { payload })).waitUntilFinished(events, 60_000)),
      close: async () => void (await Promise.all([queue.close(), events.close()])),
    };
  },

  async openWorker(redisUrl, concurrency, settled) {
    const worker = new Worker('bench', ({ data }) => noOp(data.payload), {
      connection: connectionOf(redisUrl),
      concurrency,
    });
    worker.on('completed', settled);
    await worker.waitUntilReady();
    return { close: () => worker.close() };
  },
};
