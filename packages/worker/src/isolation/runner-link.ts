import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { runnerProgram } from '../runner-program.ts';
import type { CheckedIsolation } from './isolation-options.ts';
import type { FromRunner, RunnerData, ToRunner } from './messages.ts';

/** The way to a runner; messages go in lists. */
export interface RunnerLink {
  /** Sends; a runner that is gone hears nothing. */
  post(messages: readonly ToRunner[]): void;
  /** Ends the runner at once, whatever it does. */
  kill(): void;
  /** Says whether this process has to wait for the runner before it may end by itself. */
  hold(isHeld: boolean): void;
}

/** Who hears of a runner. */
export interface RunnerListener {
  readonly onMessages: (messages: readonly FromRunner[]) => void;
  /** Called once, with how it ended, for people. */
  readonly onExit: (how: string) => void;
}

/** Starts a thread or a process that runs tasks. */
export const startRunner = (isolation: CheckedIsolation, data: RunnerData, listener: RunnerListener): RunnerLink =>
  (isolation.kind === 'thread' ? startThread : startProcess)(isolation, data, listener);

function startThread(
  { memoryLimitMb }: CheckedIsolation,
  workerData: RunnerData,
  { onMessages, onExit }: RunnerListener,
): RunnerLink {
  const { url, flags } = runnerProgram();
  const thread = new Worker(url, {
    name: 'graflow-runner',
    workerData,
    ...(flags.length > 0 && { execArgv: [...flags] }),
    ...(memoryLimitMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb } }),
  });
  let error: unknown;
  thread.on('message', onMessages);
  thread.on('error', (thrown) => (error = thrown));
  thread.once('exit', (exitCode) => onExit(error instanceof Error ? error.message : `it exited with code ${exitCode}`));
  return {
    post: (messages) => thread.postMessage(messages),
    kill: () => void thread.terminate(),
    hold: (isHeld) => (isHeld ? thread.ref() : thread.unref()),
  };
}

function startProcess(
  { memoryLimitMb }: CheckedIsolation,
  data: RunnerData,
  { onMessages, onExit }: RunnerListener,
): RunnerLink {
  const { url, flags } = runnerProgram();
  const limit = memoryLimitMb === undefined ? [] : [`--max-old-space-size=${memoryLimitMb}`];
  const child = fork(url, [JSON.stringify(data)], { execArgv: [...process.execArgv, ...flags, ...limit] });
  const ignore = (): void => undefined; // what cannot be sent went to a process that ends, and its end is heard
  child.on('message', (messages) => onMessages(messages as readonly FromRunner[]));
  child.on('error', ignore);
  child.once('exit', (exitCode, signal) =>
    onExit(signal === null ? `it exited with code ${exitCode}` : `it was ended by ${signal}`),
  );
  return {
    post: (messages) => void child.send(messages, ignore),
    kill: () => void child.kill('SIGKILL'),
    hold: (isHeld) => {
      for (const end of [child, child.channel])
        if (isHeld) end?.ref();
        else end?.unref();
    },
  };
}
