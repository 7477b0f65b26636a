import { setTimeout as sleep } from 'node:timers/promises';
import type { EventPage, ReadEvents } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import type { QueueRedisError } from '../errors.ts';
import { listenScript } from '../scripts/listen.ts';
import { eventPage } from './event-page.ts';

const everyMs = 100;
const awayMs = 1_000;
const perRead = 20;

/**
 * Makes the reader of the events of a queue. It asks, ten times a second while nothing happens, and is not told: a question
 * cannot be lost, needs no connection of its own, and keeps the queue recording.
 */
export function eventReader(connection: Connection, tag: string): ReadEvents {
  const ask = async (after: string): Promise<EventPage> => {
    const reply = await runScript(connection, listenScript, tag, [after, perRead]);
    return eventPage((reply as readonly Buffer[]).map(String), after);
  };
  return async (after, signal) => {
    if (after === undefined) return ask('');
    while (!signal.aborted) {
      const page = await ask(after).catch(whereAway);
      if (page !== undefined && page.events.length > 0) return page;
      await pause(page === undefined ? awayMs : everyMs, signal);
    }
    return { events: [], after };
  };
}

/** Where Redis is away, the reader waits for it, and hears then what it missed. A closed queue has fired the signal. */
function whereAway(error: unknown): undefined {
  const { code } = error as Pick<QueueRedisError, 'code'> | { readonly code: 'GRAFLOW_QUEUE_CLOSED' };
  if (code !== 'GRAFLOW_REDIS_UNREACHABLE' && code !== 'GRAFLOW_QUEUE_CLOSED') throw error;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined); // it fired
