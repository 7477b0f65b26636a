import {
  decodePayload,
  type DeadReasonCode,
  type EventPlace,
  type EventReason,
  type QueueEvent,
} from '@graflow/taskspec';

/** An event as the scripts write it: what does not belong to it is 0 or empty. */
export type RecordedEvent = readonly [
  event: string,
  taskId: string,
  attempt: number,
  delayMs: number,
  detail: string | readonly string[],
];

/** Reads an event that a script wrote. */
export function readEvent([event, taskId, attempt, delay, detail]: RecordedEvent, place: EventPlace): QueueEvent {
  return { ...place, taskId, ...factsOf(event as QueueEvent['event'], attempt, delay, detail) } as QueueEvent;
}

function factsOf(event: QueueEvent['event'], attempt: number, delay: number, detail: RecordedEvent[4]): object {
  switch (event) {
    case 'task-enqueued':
      return { event, delayMs: delay, isHeldBack: detail !== '' };
    case 'task-claimed':
    case 'task-succeeded':
      return { event, attempt };
    case 'task-progress':
      return { event, attempt, value: detail === '' ? undefined : decodePayload(detail as string) };
    case 'task-retried':
    case 'task-released':
      return { event, attempt, delayMs: delay, reason: reasonOf(detail) };
    case 'task-lost':
    case 'task-buried':
    case 'task-cancelled':
    case 'task-dropped':
      return { event, attempt, reason: reasonOf(detail) };
    case 'group-failed':
      return { event, reason: reasonOf(detail) };
    default:
      return { event };
  }
}

function reasonOf(detail: RecordedEvent[4]): EventReason | undefined {
  if (typeof detail === 'string') return undefined;
  const [code, name = '', message = '', own = ''] = detail;
  return { code: code as DeadReasonCode, failure: { name, message, ...(own !== '' && { code: own }) } };
}
