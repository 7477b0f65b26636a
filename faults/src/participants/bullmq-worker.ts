/** A worker of BullMQ with its defaults, which logs what it hears in the words of ours. Stops at SIGTERM. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Job, type Processor, Worker } from 'bullmq';
import { openLog } from '../log/logger.ts';
import runJob from './bullmq-processor.ts';
import { settingsOfProcess, type WorkerSettings } from './settings.ts';

const { name, log: path, queue: place, options, stopMs } = settingsOfProcess<WorkerSettings>();
process.env['FAULTS_LOG'] = path;
process.env['FAULTS_NAME'] = name;
const log = openLog(path, name);
const { concurrency = 1, isolation = 'none' } = options;
const { kind, memoryLimitMb } = typeof isolation === 'string' ? { kind: isolation } : isolation;
const apart = fileURLToPath(new URL('bullmq-processor.ts', import.meta.url));

const worker = new Worker('faults', kind === 'none' ? (runJob as Processor) : apart, {
  connection: { url: place.url as string, maxRetriesPerRequest: null },
  concurrency,
  ...(memoryLimitMb && {
    workerForkOptions: { execArgv: [...process.execArgv, `--max-old-space-size=${memoryLimitMb}`] },
  }),
  // Its lock is what our lease is, and it looks for locks that ended as often as one lasts.
  ...(place.leaseMs && { lockDuration: place.leaseMs, stalledInterval: place.leaseMs }),
});
worker.on('completed', ({ id = '', attemptsStarted: attempt }) => log({ kind: 'settled', id, attempt, step: 'ack' }));
worker.on('failed', (job) => job && log({ kind: 'settled', ...factOf(job) }));
worker.on('error', (error) => log({ kind: 'queueError', during: 'work', code: error.message }));

const factOf = ({ id = '', attemptsStarted, attemptsMade, opts: { attempts = 1 } }: Job) => ({
  id,
  attempt: attemptsStarted,
  step: attemptsMade < attempts ? ('retry' as const) : ('bury' as const),
});

/** `close` waits for what runs, however long, and has no deadline; after ours it is told not to wait. */
const stop = async (): Promise<void> => {
  log({ kind: 'stopping', deadlineMs: stopMs });
  await Promise.race([worker.close(), sleep(stopMs)]);
  await worker.close(true);
  log({ kind: 'stopped', unsettled: [] });
  process.disconnect();
};
process.on('SIGTERM', () => void stop());
await worker.waitUntilReady();
log({ kind: 'ready' });
