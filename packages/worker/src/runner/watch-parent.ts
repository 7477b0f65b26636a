import { isMainThread, Worker } from 'node:worker_threads';

const program = `
const { workerData: parent } = require('node:worker_threads');
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);
`;

/**
 * Ends this process soon after its worker died, even while a task blocks it and it cannot hear that the channel closed: a
 * small thread looks who the parent is. In a thread there is nothing to watch: it ends with its process.
 */
export function watchParent(): void {
  if (!isMainThread) return;
  // A terminal sends its signals to all; the worker decides what becomes of its tasks.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const options = {
    eval: true,
    workerData: process.ppid,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 1 },
  };
  const watcher = new Worker(program, options);
  watcher.unref();
  watcher.on('error', () => undefined); // the channel still tells, as long as nothing blocks
}
