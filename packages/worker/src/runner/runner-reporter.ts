import { EventEmitter } from 'node:events';
import type { TaskLog } from '@graflow/taskspec';
import type { FromRunner } from '../isolation/messages.ts';
import type { Outbox } from '../isolation/outbox.ts';
import { Reporter } from '../reporter.ts';
import type { WorkerEvents } from '../worker-events.ts';
import { encodeAny } from './encode-any.ts';

/** Makes the reporter of one run: progress and log lines go to the worker. */
export function reporterOf(run: number, outbox: Outbox<FromRunner>): Reporter {
  const events = new EventEmitter<WorkerEvents>();
  events.on('task-progress', ({ value }) => outbox.add({ type: 'progress', run, value: encodeAny(value) }));
  const line =
    (level: keyof TaskLog): TaskLog['info'] =>
    (message, fields) =>
      outbox.add({ type: 'log', level, message: String(message), fields: encodeAny(fields) });
  return new Reporter(events, { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') });
}
