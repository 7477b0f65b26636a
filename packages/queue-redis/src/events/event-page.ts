import type { EventPage, QueueEvent } from '@graflow/taskspec';
import { readEvent, type RecordedEvent } from './recorded-event.ts';

/**
 * Reads what the script `listen` answered to somebody who knows the events up to a position, or wants to know none.
 *
 * Events are numbered, so that whatever is missing between the known ones and those that are kept can be told.
 */
export function eventPage([now = '', epoch = '', last = '', ...entries]: readonly string[], after: string): EventPage {
  if (after === '') return { events: [], after: `${epoch}-${last}` };
  const [knownEpoch, knownNumber] = after.split('-');
  const events: QueueEvent[] = [];
  let known = Number(knownNumber);
  if (knownEpoch !== epoch) {
    known = entries.length > 0 ? firstOf(entries) - 1 : Number(last);
    events.push({ event: 'events-missed', count: undefined, position: `${epoch}-${known}`, at: Number(now) });
  }
  const miss = (next: number, at: number): void => {
    const [count, position] = [next - 1 - known, `${epoch}-${next - 1}`];
    if (count > 0) events.push({ event: 'events-missed', count, position, at });
  };
  for (let index = 0; index < entries.length; index += 3) {
    const [at, recorded] = [Number(entries[index + 1]), recordedIn(entries, index)];
    const first = firstOf(entries, index);
    miss(first, at);
    for (const [offset, event] of recorded.entries()) {
      const number = first + offset;
      if (number > known) events.push(readEvent(event, { position: `${epoch}-${number}`, at }));
    }
    known = first + recorded.length - 1;
  }
  if (entries.length === 0) miss(Number(last) + 1, Number(now));
  return { events, after: events.at(-1)?.position ?? after };
}

const recordedIn = (entries: readonly string[], index: number): readonly RecordedEvent[] =>
  JSON.parse(entries[index + 2] as string) as readonly RecordedEvent[];

/** The id of an entry ends with the number of its last event. */
const firstOf = (entries: readonly string[], index = 0): number =>
  Number(entries[index]?.split('-')[1]) - recordedIn(entries, index).length + 1;
