import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { Fact } from '../log/entry.ts';
import { now } from '../log/now.ts';
import type { Subject } from './subject.ts';

type State = Omit<Extract<Fact, { readonly kind: 'outcome' }>, 'kind' | 'id'>;

const askEveryMs = 100;
const none: State = { state: 'none' };

/** BullMQ with its defaults, under the same scenarios, so that figures can stand side by side. */
export const bullmq: Subject = {
  name: 'bullmq',
  worker: 'bullmq-worker',
  producer: 'bullmq-producer',
  defaultLeaseMs: 30_000,
  tellsPoison: false,
  patienceMs: 180_000,
  async collect(ground, ids, say, withinMs = 180_000) {
    const { host, port } = (await ground.master()).connection;
    const queue = new Queue('faults', { connection: { host, port } });
    queue.on('error', () => undefined); // while Redis is gone it says so, again and again
    const deadline = now() + withinMs;
    const open = new Set(ids);
    while (open.size > 0) {
      const isOver = now() > deadline;
      for (const id of open) {
        const outcome = await outcomeOf(queue, id);
        if (outcome === none && !isOver) continue;
        say({ kind: 'outcome', id, ...outcome });
        open.delete(id);
      }
      await sleep(askEveryMs);
    }
    await queue.close();
  },
};

/** The outcome in the words of the checker. */
async function outcomeOf(queue: Queue, id: string): Promise<State> {
  const state = await queue.getJobState(id);
  if (state === 'completed') return { state: 'value' };
  return state === 'failed' ? { state: 'dead', code: 'GRAFLOW_TASK_FAILED' } : none;
}
