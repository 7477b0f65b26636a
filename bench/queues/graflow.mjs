import { RedisTaskQueue } from '@graflow/queue-redis';
import { defaultRegistry } from '@graflow/registry';
import { keyRingFrom, task } from '@graflow/resolver';
import { TaskSpec } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';
import { noOp } from './no-op.mjs';

const noop = task('noop', noOp);

/**
 * @param {string} name
 * @param {import('@graflow/queue-redis').RedisTaskQueueOptions} options
 * @returns {import('./subject.ts').Subject}
 */
const subject = (name, options) => ({
  name,

  async openProducer(redisUrl) {
    const queue = new RedisTaskQueue({ url: redisUrl, queue: 'bench', ...options });
    return {
      enqueue: async (payload) => void (await queue.enqueue(noop, [payload])),
      enqueueMany: async (payloads) =>
        void (await queue.enqueue(payloads.map((payload) => new TaskSpec({ executable: noop, args: [payload] })))),
      enqueueDelayed: async (payloads, delayMs) =>
        void (await queue.enqueue(
          payloads.map((payload) => new TaskSpec({ executable: noop, args: [payload], delayMs })),
        )),
      run: async (payload) => Number(await (await queue.enqueue(noop, [payload])).result()),
      close: () => queue.close(),
    };
  },

  async openWorker(redisUrl, concurrency, settled) {
    defaultRegistry.get().registerTask('noop', noop);
    const queue = new RedisTaskQueue({ url: redisUrl, queue: 'bench', ...options });
    const worker = new Worker({ queue, concurrency });
    worker.on('task-succeeded', settled);
    worker.on('queue-error', ({ error }) => console.error(error));
    await worker.start();
    return {
      close: async () => {
        await worker.stop({ deadlineMs: 1_000 });
        await queue.close();
      },
    };
  },
});

/** Graflow as it is without a key. */
export const graflow = subject('graflow', {});

const keys = keyRingFrom('a-key-that-only-this-benchmark-uses-and-knows');

/** Graflow with every record signed and verified. */
export const graflowSigned = subject('graflow signed', { keys });

/** Tasks that travel by value, signed. */
export const graflowPickle = subject('graflow pickle', { keys, strategy: 'pickle' });

/** Tasks that travel as their text, signed. */
export const graflowSource = subject('graflow source', { keys, strategy: 'source' });
