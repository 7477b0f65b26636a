import type { EventPage, QueueEvent, ReadEvents } from '@graflow/taskspec';
import { type AskEvents, patiently } from '../events/read-events.ts';

/**
 * Makes the reader of the events of all partitions: of what was read together, the earlier one first. A position is that of
 * each partition, with commas between.
 */
export function allEventsReader(partitions: readonly AskEvents[]): ReadEvents {
  const askAll = (after: string): Promise<EventPage> => {
    const positions = after.split(',');
    return positions.length === partitions.length ? pageAfter(partitions, positions) : pageOfNow(partitions, after);
  };
  return patiently(askAll);
}

async function pageAfter(partitions: readonly AskEvents[], positions: string[]): Promise<EventPage> {
  const pages = await Promise.all(partitions.map((ask, index) => ask(positions[index] as string)));
  const events: QueueEvent[] = [];
  const left = pages.map((page) => page.events.values());
  const heads = left.map((those) => those.next().value);
  for (let first = earliest(heads); first !== undefined; first = earliest(heads)) {
    const event = heads[first] as QueueEvent;
    positions[first] = event.position;
    events.push({ ...event, position: positions.join(',') });
    heads[first] = left[first]?.next().value;
  }
  return { events, after: positions.join(',') };
}

/** Somebody begins to listen, or comes with a position of another number of partitions: what happened since is not known. */
async function pageOfNow(partitions: readonly AskEvents[], after: string): Promise<EventPage> {
  const pages = await Promise.all(partitions.map((ask) => ask('')));
  const position = pages.map((page) => page.after).join(',');
  const missed: QueueEvent = { event: 'events-missed', count: undefined, position, at: Date.now() };
  return { events: after === '' ? [] : [missed], after: position };
}

function earliest(heads: readonly (QueueEvent | undefined)[]): number | undefined {
  let found: number | undefined;
  heads.forEach((event, index) => {
    if (event !== undefined && (found === undefined || event.at < (heads[found] as QueueEvent).at)) found = index;
  });
  return found;
}
