import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log/logger.ts';
import { noteMemory } from './note-memory.ts';
import type { Order } from './settings.ts';

const retryMs = 100;

/** Enqueues what the harness asks this process for, so many at the same time, each until Redis said yes, and logs it. */
export function enqueueOrders({
  name,
  log,
  atOnce,
  enqueue,
}: {
  readonly name: string;
  readonly log: Logger;
  readonly atOnce: number;
  enqueue(order: Order): Promise<unknown>;
}): void {
  const waiting: Order[] = [];
  let busy = 0;

  async function enqueueOne(order: Order): Promise<void> {
    const { id, options } = order;
    const priority = options?.['priority'];
    log({ kind: 'enq', id, ...(typeof priority === 'number' ? { priority } : {}) });
    for (;;) {
      try {
        await enqueue(order);
        return log({ kind: 'enqAck', id });
      } catch (error) {
        log({ kind: 'enqFailed', id, code: String((error as { readonly code?: unknown }).code ?? error) });
        await sleep(retryMs);
      }
    }
  }

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
}
