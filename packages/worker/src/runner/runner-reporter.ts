import { EventEmitter } from 'node:events';
import type { TaskLog } from '@graflow/taskspec';
import type { FromRunner } from '../isolation/messages.ts';
import type { Outbox } from '../isolation/outbox.ts';
import { Reporter } from '../reporter.ts';
import { encodeAny } from './encode-any.ts';

const mostCharacters = 10_000;
const mostLines = 1_000;

/**
 * Makes the reporter of one run: its log lines go to the worker. Of those of one turn of the event loop the first thousand do, and how
 * many were left out: a task that logs without a pause does not fill the memory.
 */
export function reporterOf(outbox: Outbox<FromRunner>): Reporter {
  const leftOut = { type: 'log' as const, level: 'warn' as const, message: '', fields: '' };
  let [turn, count, message] = [-1, 0, leftOut];
  const line =
    (level: keyof TaskLog): TaskLog['info'] =>
    (text, fields) => {
      if (turn !== outbox.flushes) [turn, count] = [outbox.flushes, 0];
      count += 1;
      if (count <= mostLines)
        return outbox.add({
          type: 'log',
          level,
          message: String(text).slice(0, mostCharacters),
          fields: encodeAny(fields),
        });
      if (count === mostLines + 1) outbox.add((message = { ...leftOut, fields: encodeAny(originOf(fields)) }));
      message.message = `${count - mostLines} log lines were left out: the task logged ${count} without a pause.`;
    };
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  return new Reporter(new EventEmitter(), log);
}

/** Which run a line is from. */
const originOf = ({ taskId, task, attempt }: Readonly<Record<string, unknown>> = {}): object => ({
  taskId,
  task,
  attempt,
});
