import { loadKeyRing } from '@graflow/resolver';
import { type StopReport, Worker } from '@graflow/worker';
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
  const { resolverModules } = options;
  const keys = loadKeyRing(io.env);
  const accept = acceptedStrategies(options.accept, keys);
  if (resolverModules.length === 0 && accept.every((strategy) => strategy === 'reference')) throw nothingToRun();
  const open = openQueues(options, { accept, keys });
  const logger = openLogger(options, io);
  const worker = openWorker(open.queues, options, logger, io);
  const letThemCrash = surviveRejections(io, logger);
  const forgetRefusals = logRefusals(logger);
  try {
    const modules = await worker.loadModules();
    await open.ready();
    announce({ options, accept, isSigned: keys !== undefined, modules }, logger, io);
    warnOfMisspelledVariables(io, logger);
    const ended = await work(worker, options, logger, io);
    if ('forced' in ended) open.abandon();
    return 'forced' in ended ? ended.forced : exitCodeOf(ended.report);
  } catch (error) {
    await worker.stop({ deadlineMs: 0 });
    throw error;
  } finally {
    letThemCrash();
    await open.close();
    forgetRefusals();
  }
}

function openWorker(queues: OpenQueues['queues'], options: RunOptions, logger: Logger, { cwd }: Io): Worker {
  const { concurrency, isolation, resolverModules, resolverId } = options;
  const modules = { resolverModules, cwd, ...(resolverId !== undefined && { resolverId }) };
  return new Worker({ queues, concurrency, isolation, ...modules, logger: taskLogTo(logger) });
}

async function work(worker: Worker, { once, shutdownTimeoutMs }: RunOptions, logger: Logger, io: Io): Promise<Ended> {
  const sayFarewell = farewell(logEvents(worker, logger), logger);
  const finished = once ? worker.runUntilEmpty() : worker.start().then(() => never);
  const ended = await stopOnSignal(io, { worker, logger, shutdownTimeoutMs }, finished);
  if ('report' in ended) sayFarewell(ended.report);
  return ended;
}

const never = new Promise<never>(() => {});

const exitCodeOf = ({ unsettled }: StopReport): number => (unsettled.length > 0 ? exitCodes.tempFail : exitCodes.ok);
