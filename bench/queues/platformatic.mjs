import { randomUUID } from 'node:crypto';
import { noOp } from './no-op.mjs';

/** @param {string} redisUrl */
const open = async (redisUrl, options = {}) => {
  const { JsonSerde, Queue, RedisStorage } = await import('@platformatic/job-queue');
  const storage = new RedisStorage({ url: redisUrl, keyPrefix: 'bench:' });
  return new Queue({ storage, payloadSerde: new JsonSerde(), resultSerde: new JsonSerde(), ...options });
};

/**
 * \@platformatic/job-queue with its defaults. It has no call for many tasks, so these are enqueued without waiting for
 * each other, and no delayed ones. Needs Node 22.19.
 *
 * @type {import('./subject.ts').Subject}
 */
export const platformatic = {
  name: 'platformatic',

  async openProducer(redisUrl) {
    const queue = await open(redisUrl);
    await queue.start();
    return {
      enqueue: async (payload) => void (await queue.enqueue(randomUUID(), { payload })),
      enqueueMany: async (payloads) =>
        void (await Promise.all(payloads.map((payload) => queue.enqueue(randomUUID(), { payload })))),
      run: async (payload) => Number(await queue.enqueueAndWait(randomUUID(), { payload }, { timeout: 60_000 })),
      close: () => queue.stop(),
    };
  },

  async openWorker(redisUrl, concurrency, settled) {
    const queue = await open(redisUrl, { concurrency });
    queue.execute(({ payload }) => noOp(payload.payload));
    queue.on('completed', settled);
    await queue.start();
    return { close: () => queue.stop() };
  },
};

/** Whether this Node can run it. */
export const runsPlatformatic = (() => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19);
})();
