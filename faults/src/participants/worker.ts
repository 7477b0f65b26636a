/** A worker in a process of its own: runs what it claims, and logs what the queue answers. Stops at SIGTERM. */
import { fileURLToPath } from 'node:url';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { keyRingFrom } from '@graflow/resolver';
import { Worker } from '@graflow/worker';
import { openLog } from '../log/logger.ts';
import { noteMemory } from './note-memory.ts';
import { settingsOfProcess, type WorkerSettings } from './settings.ts';

const { name, log: path, queue: place, secret, options, stopMs, modules } = settingsOfProcess<WorkerSettings>();
process.env['FAULTS_LOG'] = path;
process.env['FAULTS_NAME'] = name;
const log = openLog(path, name);
const codeOf = (error: unknown): string => String((error as { readonly code?: unknown }).code ?? error);

const queue = new RedisTaskQueue({ ...place, keys: secret === undefined ? undefined : keyRingFrom(secret) });
process.on('warning', (warning) => log({ kind: 'warned', code: codeOf(warning) }));
const resolverModules = modules ?? [fileURLToPath(new URL('tasks.ts', import.meta.url))];
const worker = new Worker({ queue, resolverModules, ...options });
worker.on('task-succeeded', ({ taskId: id, attempt }) => log({ kind: 'settled', id, attempt, step: 'ack' }));
worker.on('task-retried', ({ taskId: id, attempt }) => log({ kind: 'settled', id, attempt, step: 'retry' }));
worker.on('task-buried', ({ taskId: id, attempt }) => log({ kind: 'settled', id, attempt, step: 'bury' }));
worker.on('task-released', ({ taskId: id, attempt }) => log({ kind: 'settled', id, attempt, step: 'release' }));
worker.on('task-superseded', ({ taskId: id, attempt }) => log({ kind: 'superseded', id, attempt }));
worker.on('queue-error', ({ during, error }) => log({ kind: 'queueError', during, code: codeOf(error) }));

const stop = async (): Promise<void> => {
  log({ kind: 'stopping', deadlineMs: stopMs });
  const { unsettled } = await worker.stop({ deadlineMs: stopMs });
  await queue.close({ deadlineMs: 1_000 });
  log({ kind: 'stopped', unsettled });
  process.disconnect(); // with nothing left to wait for, the process ends by itself, or the checker sees that it does not
};
process.on('message', () => noteMemory(name, log));
process.on('SIGTERM', () => void stop());
void queue.ready().catch(() => undefined); // for its warnings: where Redis is away, the worker says so itself
try {
  await worker.start();
  log({ kind: 'ready' });
} catch (error) {
  log({ kind: 'notStarted', code: codeOf(error), why: String(error) });
  await stop();
}
