/** A producer in a process of its own: enqueues what it is asked to, again and again until Redis said yes. */
import { RedisTaskQueue } from '@graflow/queue-redis';
import { defaultRegistry } from '@graflow/registry';
import { keyRingFrom, TaskResolver } from '@graflow/resolver';
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
  enqueue: ({ id, task, args, takes, options }) => {
    const taken = takes ? [takes.map((one) => resultOf(one))] : [];
    return queue.enqueue(new TaskSpec({ name: task, args: [...args, ...taken], ...options, taskId: id }));
  },
});
process.on('SIGTERM', () => void queue.close().then(() => process.disconnect()));
log({ kind: 'ready' });
