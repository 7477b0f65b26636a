import { loadKeyRing } from '@graflow/resolver';
import { loadResolverModules, type StopReport, Worker } from '@graflow/worker';
import type { Logger } from 'pino';
import { acceptedStrategies } from './accepted-strategies.ts';
import { announce } from './announce.ts';
import { nothingToRun } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import { farewell } from './farewell.ts';
import type { Io } from './io.ts';
import { logEvents, taskLogTo } from './log-events.ts';
import { logRefusals } from './log-refusals.ts';
import { openLogger } from './logger.ts';
import { warnOfMisspelledVariables } from './misspelled-variables.ts';
import { type OpenQueues, openQueues } from './open-queues.ts';
import type { RunOptions } from './run-options.ts';
import { type Ended, stopOnSignal } from './stop-on-signal.ts';
import { surviveRejections } from './survive-rejections.ts';

/**
 * Runs a worker until a signal ends it, or with `once` until nothing is waiting: loads the modules, connects, polls.
 *
 * @returns the exit code
 */
export async function runWorker(options: RunOptions, io: Io): Promise<number> {
  const { resolverModules, resolverId } = options;
  const keys = loadKeyRing(io.env);
  const accept = acceptedStrategies(options.accept, keys);
  if (resolverModules.length === 0 && accept.every((strategy) => strategy === 'reference')) throw nothingToRun();
  const modules = await loadResolverModules(resolverModules, { resolverId, cwd: io.cwd });
  const open = openQueues(options, { accept, keys });
  const logger = openLogger(options, io);
  const letThemCrash = surviveRejections(io, logger);
  const forgetRefusals = logRefusals(logger);
  try {
    await open.ready();
    announce({ options, accept, isSigned: keys !== undefined, modules }, logger, io);
    warnOfMisspelledVariables(io, logger);
    const ended = await work(open.queues, options, logger, io);
    if ('forced' in ended) open.abandon();
    return 'forced' in ended ? ended.forced : exitCodeOf(ended.report);
  } finally {
    letThemCrash();
    await open.close();
    forgetRefusals();
  }
}

async function work(queues: OpenQueues['queues'], options: RunOptions, logger: Logger, io: Io): Promise<Ended> {
  const { concurrency, once, shutdownTimeoutMs } = options;
  const worker = new Worker({ queues, concurrency, logger: taskLogTo(logger) });
  const sayFarewell = farewell(logEvents(worker, logger), logger);
  const finished = once ? worker.runUntilEmpty() : worker.start().then(() => never);
  const ended = await stopOnSignal(io, { worker, logger, shutdownTimeoutMs }, finished);
  if ('report' in ended) sayFarewell(ended.report);
  return ended;
}

const never = new Promise<never>(() => {});

const exitCodeOf = ({ unsettled }: StopReport): number => (unsettled.length > 0 ? exitCodes.tempFail : exitCodes.ok);
