import type { StopReport, Worker } from '@graflow/worker';
import type { Logger } from 'pino';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';

/** How a worker that listens to signals ended: in order, or at once. */
export type Ended = { readonly report: StopReport } | { readonly forced: number };

/** What a stop needs to know. */
export interface StopOnSignalOptions {
  readonly worker: Worker;
  readonly logger: Logger;
  readonly shutdownTimeoutMs: number;
}

type Signal = 'SIGINT' | 'SIGTERM';

/**
 * Stops the worker on SIGTERM and SIGINT. The first signal drains: nothing new, running tasks may finish. The second
 * aborts them. The third ends at once.
 *
 * @param finished - resolves when the worker ran out of work by itself, and rejects when it cannot work
 */
export async function stopOnSignal(io: Io, options: StopOnSignalOptions, finished: Promise<void>): Promise<Ended> {
  const forgets: (() => void)[] = [];
  try {
    return await new Promise<Ended>((resolve, reject) => {
      const stop = async (deadlineMs: number): Promise<void> =>
        resolve({ report: await options.worker.stop({ deadlineMs }) });
      const stages = stagesOf(options, stop, (forced) => resolve({ forced }));
      const next = (signal: Signal): void => stages.shift()?.(signal);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) forgets.push(io.onSignal(signal, () => next(signal)));
      void finished.then(() => stop(options.shutdownTimeoutMs), reject);
    });
  } finally {
    for (const forget of forgets) forget();
  }
}

/** What the first, the second and the third signal do. */
function stagesOf(
  { logger, shutdownTimeoutMs }: StopOnSignalOptions,
  stop: (deadlineMs: number) => Promise<void>,
  force: (exitCode: number) => void,
): ((signal: Signal) => void)[] {
  return [
    (signal) => {
      const text = `${signal}: no new tasks; running ones have ${shutdownTimeoutMs / 1_000} s. Once more aborts them`;
      logger.info({ event: 'worker-draining', label: 'drain', signal }, text);
      void stop(shutdownTimeoutMs);
    },
    (signal) => {
      const text = `${signal}: running tasks are aborted. Once more ends at once`;
      logger.warn({ event: 'worker-aborting', label: 'abort', signal }, text);
      void stop(0);
    },
    (signal) => force(signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated),
  ];
}
