import BeeQueue from 'bee-queue';
import { noOp } from './no-op.mjs';

/**
 * Bee-Queue with its defaults. It keeps no result: `run` hears it from the event of the job, and where that one came
 * before the producer knew its job, which happens once in some thousand, finds it in the status of the job.
 *
 * @type {import('./subject.ts').Subject}
 */
export const beeQueue = {
  name: 'bee-queue',

  async openProducer(redisUrl) {
    const queue = new BeeQueue('bench', { redis: redisUrl, isWorker: false, activateDelayedJobs: false });
    await queue.ready();
    return {
      enqueue: async (payload) => void (await queue.createJob({ payload }).save()),
      enqueueMany: async (payloads) =>
        void (await queue.saveAll(payloads.map((payload) => queue.createJob({ payload })))),
      enqueueDelayed: async (payloads, delayMs) => {
        const due = Date.now() + delayMs;
        await queue.saveAll(payloads.map((payload) => queue.createJob({ payload }).delayUntil(due)));
      },
      run: async (payload) => {
        const job = queue.createJob({ payload });
        const heard = new Promise((resolve, reject) => job.on('succeeded', resolve).on('failed', reject));
        await job.save();
        const look = () => job.isInSet('succeeded').then((isThere) => isThere && job.emit('succeeded'));
        const asking = setInterval(() => void look(), 100);
        return heard.then(Number).finally(() => clearInterval(asking)); // not a number where it was not heard of
      },
      close: () => queue.close(),
    };
  },

  async openWorker(redisUrl, concurrency, settled) {
    const queue = new BeeQueue('bench', { redis: redisUrl, getEvents: false, sendEvents: true, storeJobs: false });
    queue.on('succeeded', settled);
    await queue.ready();
    queue.process(concurrency, (/** @type {{ data: { payload: string } }} */ { data }) => noOp(data.payload));
    return { close: () => queue.close(1_000) };
  },
};
