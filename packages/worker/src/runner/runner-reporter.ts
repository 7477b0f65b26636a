import { EventEmitter } from 'node:events';
import type { TaskLog } from '@graflow/taskspec';
import type { FromRunner } from '../isolation/messages.ts';
import type { Outbox } from '../isolation/outbox.ts';
import { Reporter } from '../reporter.ts';
import { encodeAny } from './encode-any.ts';

const mostCharacters = 10_000;

/** Makes the reporter of one run: its log lines go to the worker. */
export function reporterOf(outbox: Outbox<FromRunner>): Reporter {
  const line =
    (level: keyof TaskLog): TaskLog['info'] =>
    (message, fields) =>
      outbox.add({ type: 'log', level, message: String(message).slice(0, mostCharacters), fields: encodeAny(fields) });
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  return new Reporter(new EventEmitter(), log);
}
