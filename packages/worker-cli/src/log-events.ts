import type { Failure, TaskLog } from '@graflow/taskspec';
import type { TaskEvent, Worker, WorkerEvents } from '@graflow/worker';
import type { Logger } from 'pino';
import { safeText } from './safe-text.ts';

/** How many tasks ended in which way. */
export interface Tally {
  succeeded: number;
  failed: number;
  released: number;
}

/** Writes the events of a worker to the log; never arguments or results. Gives the tally, which goes on counting. */
export function logEvents(worker: Worker, logger: Logger): Tally {
  const tally: Tally = { succeeded: 0, failed: 0, released: 0 };
  if (logger.isLevelEnabled('debug'))
    worker.on('task-claimed', (event) =>
      logger.debug(facts('task-claimed', 'start', event), `${nameOf(event)}, attempt ${event.attempt}`),
    );
  worker.on('task-succeeded', (event) => {
    tally.succeeded += 1;
    logger.info(facts('task-succeeded', 'done', event), `${nameOf(event)} in ${milliseconds(event)}`);
  });
  worker.on('task-retried', (event) => {
    const text = `${nameOf(event)}, attempt ${event.attempt}: ${textOf(event.failure)}; again in ${event.delayMs} ms`;
    logger.warn(
      { ...facts('task-retried', 'retry', event), delayMs: event.delayMs, ...traceOf(event.failure, logger) },
      text,
    );
  });
  worker.on('task-buried', (event) => {
    tally.failed += 1;
    const { code, failure } = event.reason;
    const text = `${nameOf(event)}, attempt ${event.attempt}: ${textOf(failure)}; kept among the dead letters (${code})`;
    logger.error({ ...facts('task-buried', 'failed', event), code, ...traceOf(failure, logger) }, text);
  });
  worker.on('task-released', (event) => {
    tally.released += 1;
    const { cause, delayMs } = event;
    logger[cause === 'refused' || cause === 'crashed' ? 'warn' : 'info'](
      { ...facts('task-released', 'return', event), cause, delayMs },
      `${nameOf(event)} goes back to the queue: ${whyReleased(event)}${cause === 'crashed' ? '' : '; no attempt is counted'}`,
    );
  });
  worker.on('task-superseded', (event) => {
    logger.warn(facts('task-superseded', 'lost', event), `${nameOf(event)} lost its lease: this outcome is not stored`);
  });
  worker.on('task-progress', (event) =>
    logger.debug(facts('task-progress', 'at', event), `${nameOf(event)} reports progress`),
  );
  worker.on('queue-error', ({ queue, during, error, retryInMs }) => {
    const next = retryInMs === undefined ? 'the task runs again when its lease has ended' : `again in ${retryInMs} ms`;
    logger.error(
      { event: 'queue-error', queue, during },
      `cannot ${during}: ${error instanceof Error ? error.message : String(error)} — ${next}`,
    );
  });
  return tally;
}

/** Writes the lines of `taskContext().log`. */
export function taskLogTo(logger: Logger): TaskLog {
  const line = (fields: Readonly<Record<string, unknown>> = {}): object => {
    const { taskId, task, attempt, ...own } = fields;
    return { event: 'task-log', taskId, task, attempt, ...(Object.keys(own).length === 0 ? {} : { fields: own }) };
  };
  return {
    debug: (message, fields) => logger.debug(line(fields), message),
    info: (message, fields) => logger.info(line(fields), message),
    warn: (message, fields) => logger.warn(line(fields), message),
    error: (message, fields) => logger.error(line(fields), message),
  };
}

const facts = (
  event: keyof WorkerEvents,
  label: string,
  { taskId, name, attempt, queue, runMs }: TaskEvent,
): object => ({
  event,
  label,
  taskId,
  task: name,
  attempt,
  queue,
  runMs: Math.round(runMs),
});

const nameOf = ({ name }: TaskEvent): string => (name === '' ? '(no name)' : safeText(name, 128));

const textOf = ({ name, message }: Failure): string => `${name}: ${safeText(message, 300)}`;

const milliseconds = ({ runMs }: TaskEvent): string =>
  runMs < 10_000 ? `${Math.round(runMs)} ms` : `${(runMs / 1_000).toFixed(1)} s`;

/** The stack is for whoever looks for the error, not for every log. */
const traceOf = ({ stack }: Failure, logger: Logger): { readonly stack?: string } =>
  stack !== undefined && logger.isLevelEnabled('debug') ? { stack } : {};

const whyByCause = {
  stopping: 'this worker stops',
  'retry-later': 'it asked to run later',
  'runner-lost': 'another task ended the thread or process that both ran in',
} as const;

function whyReleased({ cause, refusal, crash }: WorkerEvents['task-released'][0]): string {
  if (cause === 'crashed') return crash?.message ?? '';
  if (cause === 'refused') return `this worker cannot run it. ${refusal?.message ?? ''}`;
  return whyByCause[cause];
}
