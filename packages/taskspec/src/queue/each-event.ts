import { optionInvalid } from '../errors.ts';
import { checkOptionNames } from '../spec/check-option-names.ts';
import type { EventsOptions, QueueEvent } from './queue-events.ts';

/** Events that were read together. */
export interface EventPage {
  /** The events, in their order. */
  readonly events: readonly QueueEvent[];
  /** The position to go on behind, also where there are none. */
  readonly after: string;
}

/**
 * Reads what stands behind a position; waits where there is nothing yet, until the signal fires. Without a position it
 * gives none, and the place behind the newest.
 */
export type ReadEvents = (after: string | undefined, signal: AbortSignal) => Promise<EventPage>;

/**
 * Begins to listen, and gives the events one by one; what `queue.events()` does in every queue.
 *
 * @param closing - fires when the queue closes
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, and what `read` throws.
 */
export async function eachEvent(
  read: ReadEvents,
  closing: AbortSignal,
  options: EventsOptions = {},
): Promise<AsyncIterableIterator<QueueEvent>> {
  checkOptionNames<EventsOptions>(options, { after: true, signal: true });
  const { after, signal } = options;
  if (after !== undefined && !positionPattern.test(after))
    throw optionInvalid('after', after, 'the position of an event');
  const ending = signal === undefined ? closing : AbortSignal.any([closing, signal]);
  const { after: start } = await read(undefined, ending);
  return iterate(read, after ?? start, ending);
}

/** One place, or one in each partition of a queue. */
const positionPattern = /^\d{1,16}-\d{1,16}(,\d{1,16}-\d{1,16}){0,63}$/;

async function* iterate(read: ReadEvents, start: string, ending: AbortSignal): AsyncGenerator<QueueEvent, undefined> {
  let after = start;
  while (!ending.aborted) {
    const page = await read(after, ending);
    for (const event of page.events) {
      if (ending.aborted) return;
      yield event;
    }
    after = page.after;
  }
}
