import { randomUUID } from 'node:crypto';
import type { Participant } from '../participants/participant.ts';
import type { Order } from '../participants/settings.ts';
import type { LogReader } from '../log/log-reader.ts';

/** A producer, and the words in which a scenario asks it for tasks. */
export interface ProducerHandle extends Participant {
  /** Asks it to enqueue that many of a task, and gives their ids at once. */
  order(count: number, task: string, args?: readonly unknown[], options?: Order['options']): readonly string[];
  /** Asks, and waits until Redis has said yes to all of them. */
  enqueue(
    count: number,
    task: string,
    args?: readonly unknown[],
    options?: Order['options'],
  ): Promise<readonly string[]>;
  /** Asks for exactly these. */
  send(orders: readonly Order[]): void;
}

/** Gives a producer its words. */
export function producerOf(participant: Participant, reader: Pick<LogReader, 'until'>): ProducerHandle {
  const send = (orders: readonly Order[]): void => participant.tell(orders);
  const order: ProducerHandle['order'] = (count, task, args = [], options = {}) => {
    const orders = Array.from({ length: count }, () => ({ id: newId(), task, args, options }));
    send(orders);
    return orders.map(({ id }) => id);
  };
  const enqueue: ProducerHandle['enqueue'] = async (...wish) => {
    const ids = order(...wish);
    await reader.until('all is enqueued', (said) => {
      const acked = new Set(said.flatMap((entry) => (entry.kind === 'enqAck' ? [entry.id] : [])));
      return ids.every((id) => acked.has(id)) || undefined;
    });
    return ids;
  };
  return { ...participant, order, enqueue, send };
}

/** Ids need not be the same for the same seed: nothing is decided by them. */
const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 20);
