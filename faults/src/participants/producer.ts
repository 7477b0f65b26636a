/** A producer in a process of its own: enqueues what it is asked to, again and again until Redis said yes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { defaultRegistry } from '@graflow/registry';
import { keyRingFrom, TaskResolver } from '@graflow/resolver';
import { TaskSpec } from '@graflow/taskspec';
import { openLog } from '../log/logger.ts';
import { noteMemory } from './note-memory.ts';
import { type Order, type ProducerSettings, settingsOfProcess } from './settings.ts';

const { name, log: path, queue: place, secret, atOnce } = settingsOfProcess<ProducerSettings>();
const log = openLog(path, name);
const queue = new RedisTaskQueue({ ...place, keys: secret === undefined ? undefined : keyRingFrom(secret) });
defaultRegistry.register('elsewhere', new TaskResolver()); // a producer knows the ids of resolvers, and none of their tasks
const waiting: Order[] = [];
const retryMs = 100;

async function enqueueOne({ id, task, args, options }: Order): Promise<void> {
  const priority = options?.['priority'];
  log({ kind: 'enq', id, ...(typeof priority === 'number' ? { priority } : {}) });
  for (;;) {
    try {
      await queue.enqueue(new TaskSpec({ name: task, args: [...args], ...options, taskId: id }));
      return log({ kind: 'enqAck', id });
    } catch (error) {
      log({ kind: 'enqFailed', id, code: String((error as { readonly code?: unknown }).code ?? error) });
      await sleep(retryMs);
    }
  }
}

let busy = 0;
async function enqueueAll(): Promise<void> {
  if (busy >= atOnce) return;
  busy += 1;
  for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) await enqueueOne(order);
  busy -= 1;
}

process.on('message', (orders: readonly Order[] | { readonly sample: true }) => {
  if ('sample' in orders) return noteMemory(name, log);
  waiting.push(...orders);
  for (let lane = 0; lane < atOnce; lane += 1) void enqueueAll();
});
process.on('SIGTERM', () => void queue.close().then(() => process.disconnect()));
log({ kind: 'ready' });
