import type { Logger } from 'pino';
import type { Io } from './io.ts';

/**
 * Keeps the process alive when a task leaves a rejected promise behind: the tasks beside it have nothing to do with it,
 * and would lose their leases. An exception that nobody catches still ends the process.
 *
 * @returns what ends this
 */
export const surviveRejections = (io: Io, logger: Logger): (() => void) =>
  io.onUnhandledRejection((reason) => {
    const { message, stack } = reason instanceof Error ? reason : { message: String(reason), stack: undefined };
    logger.error(
      { event: 'unhandled-rejection', stack },
      `a task left a rejected promise that nobody handles: ${message}. Await all promises in the task`,
    );
  });
