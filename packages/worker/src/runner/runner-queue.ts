import { encodeProgress, type TaskQueue } from '@graflow/taskspec';
import type { FromRunner, RunRequest } from '../isolation/messages.ts';
import type { Outbox } from '../isolation/outbox.ts';
import type { RemoteCalls } from './remote-calls.ts';

/**
 * Makes what a run sees of its queue in a runner: where it is, its states and signals, and somebody to tell how far it is. The worker
 * hears the newest of each turn of the event loop, so that a task that tells and tells does not fill the memory.
 */
export function queueOf(
  { queue: name, address }: RunRequest,
  run: number,
  outbox: Outbox<FromRunner>,
  calls: RemoteCalls,
): TaskQueue {
  let message = { type: 'progress' as const, run, value: '' };
  let addedAt = -1;
  const progress: TaskQueue['progress'] = (_spec, value) => {
    if (addedAt !== outbox.flushes) outbox.add((message = { ...message }));
    addedAt = outbox.flushes;
    message.value = encodeProgress(value);
  };
  return { name, address, progress, state: calls.stateOf(run), ...calls.signalsOf(run) } as TaskQueue; // all that a run asks of its queue
}
