import { encodeProgress, type TaskQueue } from '@graflow/taskspec';
import type { FromRunner } from '../isolation/messages.ts';
import type { Outbox } from '../isolation/outbox.ts';

/**
 * Makes what a run sees of its queue in a runner: the name, and somebody to tell how far it is. The worker hears the newest
 * of each turn of the event loop, so that a task that tells and tells does not fill the memory.
 */
export function queueOf(name: string, run: number, outbox: Outbox<FromRunner>): TaskQueue {
  let message = { type: 'progress' as const, run, value: '' };
  let addedAt = -1;
  const progress: TaskQueue['progress'] = (_spec, value) => {
    if (addedAt !== outbox.flushes) outbox.add((message = { ...message }));
    addedAt = outbox.flushes;
    message.value = encodeProgress(value);
  };
  return { name, progress } as TaskQueue; // all that a run asks of its queue
}
