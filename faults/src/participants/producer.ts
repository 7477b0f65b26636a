/** A producer in a process of its own: enqueues what it is asked to, again and again until Redis said yes. */
import { RedisTaskQueue } from '@graflow/queue-redis';
import { defaultRegistry } from '@graflow/registry';
import { type AnyTask, keyRingFrom, TaskResolver } from '@graflow/resolver';
import { resultOf, TaskSpec } from '@graflow/taskspec';
import { openLog } from '../log/logger.ts';
import { enqueueOrders } from './enqueue-orders.ts';
import { type ProducerSettings, settingsOfProcess } from './settings.ts';

const { name, log: path, queue: place, secret, atOnce } = settingsOfProcess<ProducerSettings>();
const log = openLog(path, name);
const queue = new RedisTaskQueue({ ...place, keys: secret === undefined ? undefined : keyRingFrom(secret) });
defaultRegistry.register('elsewhere', new TaskResolver()); // a producer knows the ids of resolvers, and none of their tasks

enqueueOrders({
  name,
  log,
  atOnce,
  enqueue: async ({ id, task, from, args, takes, options }) => {
    const taken = takes ? [takes.map((one) => resultOf(one))] : [];
    const what = from === undefined ? { name: task } : await byValue(from, task);
    await queue.enqueue(new TaskSpec({ ...what, args: [...args, ...taken], ...options, taskId: id }));
  },
});
const byValue = async (from: string, name: string) => {
  const { [name]: executable } = (await import(from)) as Readonly<Record<string, AnyTask>>;
  if (executable === undefined) throw new Error(`${from} has no ${name}.`);
  return { executable, strategy: 'pickle' } as const;
};

process.on('SIGTERM', () => void queue.close().then(() => process.disconnect()));
log({ kind: 'ready' });
