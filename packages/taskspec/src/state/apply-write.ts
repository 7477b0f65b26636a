import { optionInvalid, payloadTooLarge, type TaskSpecError } from '../errors.ts';
import { signalsTooMany, stateDiverged, stateKind, writeRefused } from './state-errors.ts';
import type { StatePlace, StateRefusal, StateRequest, StateStore } from './state-store.ts';

/**
 * Sends a write, and gives what it gives; undefined where there is nothing to receive.
 *
 * @throws TaskSpecError
 */
export async function applyWrite(store: StateStore, request: StateRequest): Promise<string | undefined> {
  const answer = await store.write(request);
  if (answer.status === 'none') return undefined;
  if (answer.status === 'done') return answer.reply;
  throw refusalOf(answer, request, store);
}

/** How messages name a place. */
export const nameOf = ({ kind, id, key }: StatePlace): string =>
  `${kind} "${id}", ${kind === 'state' ? 'key' : 'name'} ${JSON.stringify(key)}`;

function refusalOf(refusal: StateRefusal, request: StateRequest, { maxPayloadBytes }: StateStore): TaskSpecError {
  const { op, place, mark } = request;
  const name = nameOf(place);
  switch (refusal.status) {
    case 'lost':
      return writeRefused(mark.by === 'task' ? mark.taskId : '', name);
    case 'diverged':
      return stateDiverged(
        mark.by === 'task' ? `${mark.position} of task ${mark.taskId}` : mark.writeId,
        `${op} ${name}`,
        refusal.reply,
      );
    case 'kind':
      return stateKind(op, name);
    case 'full':
      return signalsTooMany(name);
    case 'large':
      return payloadTooLarge(name, Number(refusal.reply), maxPayloadBytes);
    case 'sum':
      return optionInvalid('amount', op === 'add' ? request.amount : undefined, 'small enough for the sum');
  }
}
