import { failureFrom } from '@graflow/taskspec';
import type { ParentPort } from './parent-port.ts';
import type { RunnerRuns } from './runner-runs.ts';

/**
 * Sees to it that what a task does outside of its promise (throws in a callback, leaves a rejection, calls
 * `process.exit`) is told with the number of its run before this runner ends. What an ended run left behind is only
 * logged: the runs of now have nothing to do with it.
 */
export function watchCrashes(port: ParentPort, runs: RunnerRuns): void {
  const exit = process.exit.bind(process);
  const tell = (thrown: unknown): void => {
    const run = runs.current();
    const failure = failureFrom(thrown);
    if (run === 'ended') return logLeftover(port, failure.message);
    // Nobody knows whose it was: the worker judges by the exit alone.
    if (run === undefined) return port.post([], () => exit(1));
    port.post([{ type: 'thrown-outside', run, failure }], () => exit(1));
  };
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
  process.exit = (exitCode?: number) => {
    const run = runs.current();
    port.post([{ type: 'exiting', run: run === 'ended' ? undefined : run, exitCode: Number(exitCode ?? 0) }]);
    return exit(exitCode);
  };
}

function logLeftover(port: ParentPort, message: string): void {
  const text = `A task that had ended left an error that nobody handles: ${message}. Await all promises in the task.`;
  port.post([{ type: 'log', level: 'error', message: text, fields: 'j{}' }]);
}
