import { parentPort, workerData } from 'node:worker_threads';
import type { FromRunner, RunnerData, ToRunner } from '../isolation/messages.ts';

/** The way to the worker, out of a thread or a process; messages go in lists. */
export interface ParentPort {
  readonly data: RunnerData;
  /** Sends, and calls back when it is safe to exit. */
  post(messages: readonly FromRunner[], sent?: () => void): void;
  /** Listens. */
  onMessages(listener: (messages: readonly ToRunner[]) => void): void;
}

/** Opens the way that this runner was given. A process ends with its worker: when the channel closes, so does it. */
export const openParentPort = (): ParentPort => (parentPort === null ? ofProcess() : ofThread(parentPort));

const ofThread = (port: NonNullable<typeof parentPort>): ParentPort => ({
  data: workerData as RunnerData,
  post: (messages, sent) => {
    port.postMessage(messages);
    sent?.();
  },
  onMessages: (listener) => void port.on('message', listener),
});

function ofProcess(): ParentPort {
  const { exit } = process; // the real one
  process.once('disconnect', () => exit(0));
  return {
    data: JSON.parse(process.argv[2] as string) as RunnerData,
    post: (messages, sent) => {
      if (process.connected) process.send?.(messages, () => sent?.());
      else sent?.();
    },
    onMessages: (listener) => void process.on('message', listener),
  };
}
