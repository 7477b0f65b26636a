import { newTaskId } from '../spec/new-task-id.ts';
import { contextHere } from '../task-context.ts';
import { tooManyWrites } from './state-errors.ts';
import type { WriteMark } from './state-store.ts';

/** More than it takes a client to send a command again whose answer was lost. */
const callKeptMs = 60_000;
/** A task of another queue may run again later; nobody here hears when it has ended. */
const foreignKeptMs = 86_400_000;
const mostWrites = 10_000;

/**
 * Marks the next write: inside a task by its position there, else by an id of its own. Called before anything is awaited,
 * so that positions follow the order of calls.
 *
 * @param address - where the queue of the state is
 * @throws TaskSpecError `GRAFLOW_STATE_WRITES_TOO_MANY`
 */
export function markWrite(address: string): WriteMark {
  const context = contextHere();
  if (context === undefined) return { by: 'call', writeId: newTaskId(), keptMs: callKeptMs };
  const { taskId, writes, idempotencyKey } = context;
  const position = writes.next();
  if (position > mostWrites) throw tooManyWrites(taskId, mostWrites);
  if (writes.address === address) return { by: 'task', taskId, token: writes.token, position };
  return { by: 'stranger', writeId: `${idempotencyKey}:${position}`, keptMs: foreignKeptMs };
}
