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

/** Asks for what stands behind a position now; behind an empty one is the place of the newest event. */
export type AskEvents = (after: string) => Promise<EventPage>;

/** Makes what asks for the events of a partition. */
export const askEvents =
  (connection: Connection, tag: string): AskEvents =>
  async (after) => {
    const reply = await runScript(connection, listenScript, tag, [after, perRead]);
    return eventPage((reply as readonly Buffer[]).map(String), after);
  };

/**
 * Makes the reader of the events of a queue. It asks, ten times a second while nothing happens, and is not told: a question
 * cannot be lost, needs no connection of its own, and keeps the queue recording.
 */
export const eventReader = (connection: Connection, tag: string): ReadEvents => patiently(askEvents(connection, tag));

/** Makes a reader of what asks: it waits until there is something. */
export function patiently(ask: AskEvents): ReadEvents {
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
