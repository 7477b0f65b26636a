import async from 'async';
import fastq from 'fastq';
import PQueue from 'p-queue';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { TaskSpec } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';

/** @typedef {() => Promise<void>} Task */

/**
 * A queue in one process, reduced to what all of them can do. Each runs the same async functions.
 *
 * @typedef {object} Subject
 * @property {string} name How the table calls it.
 * @property {(concurrency: number) => Promise<Opened>} open Opens a queue that runs what is added.
 * @property {() => Opened} fill Opens a queue that runs nothing.
 *
 * @typedef {object} Opened
 * @property {(tasks: readonly Task[]) => void} add Adds tasks, without waiting for any.
 * @property {((task: Task) => Promise<unknown>)=} run Adds a task and waits for its result, where the queue has one.
 * @property {(() => Promise<unknown>)=} close Ends the queue.
 */

/**
 * @param {string} name
 * @param {(queue: InMemoryTaskQueue, tasks: readonly Task[]) => void} add
 * @returns {Subject}
 */
const graflow = (name, add) => ({
  name,
  open: async (concurrency) => {
    const queue = new InMemoryTaskQueue();
    const worker = new Worker({ queue, concurrency });
    await worker.start();
    return {
      add: (tasks) => add(queue, tasks),
      run: async (task) => (await queue.enqueue(task)).result(),
      close: async () => {
        await worker.stop();
        await queue.close();
      },
    };
  },
  fill: () => {
    const queue = new InMemoryTaskQueue();
    return { add: (tasks) => add(queue, tasks), close: () => queue.close() };
  },
});

const oneByOne = graflow('graflow', (queue, tasks) => {
  for (const task of tasks) void queue.enqueue(task);
});

const inBulk = graflow('graflow, in bulk', (queue, tasks) => {
  for (let start = 0; start < tasks.length; start += 1_000) {
    const specs = tasks.slice(start, start + 1_000).map((executable) => new TaskSpec({ executable }));
    void queue.enqueue(specs);
  }
});

/**
 * @param {number} concurrency
 * @param {boolean} isPaused
 * @returns {Opened}
 */
const openPQueue = (concurrency, isPaused) => {
  const queue = new PQueue({ concurrency, autoStart: !isPaused });
  return {
    add: (tasks) => {
      for (const task of tasks) void queue.add(task);
    },
    run: (task) => queue.add(task),
  };
};

/**
 * @param {number} concurrency
 * @param {boolean} isPaused
 * @returns {Opened}
 */
const openFastqPromise = (concurrency, isPaused) => {
  const queue = fastq.promise((/** @type {Task} */ task) => task(), concurrency);
  if (isPaused) queue.pause();
  return {
    add: (tasks) => {
      for (const task of tasks) void queue.push(task);
    },
    run: (task) => queue.push(task),
  };
};

/** @type {(task: Task, done: (error: Error | null) => void) => void} */
// oxlint-disable-next-line promise/no-callback-in-promise -- these peers know callbacks alone
const runWithCallback = (task, done) => void task().then(() => done(null), done);
const ignore = () => {};

/**
 * @param {number} concurrency
 * @param {boolean} isPaused
 * @returns {Opened}
 */
const openFastq = (concurrency, isPaused) => {
  const queue = fastq(runWithCallback, concurrency);
  if (isPaused) queue.pause();
  return {
    add: (tasks) => {
      for (const task of tasks) queue.push(task, ignore);
    },
  };
};

/**
 * @param {number} concurrency
 * @param {boolean} isPaused
 * @returns {Opened}
 */
const openAsyncQueue = (concurrency, isPaused) => {
  const queue = async.queue(runWithCallback, concurrency);
  if (isPaused) queue.pause();
  return {
    add: (tasks) => {
      for (const task of tasks) queue.push(task, ignore);
    },
  };
};

/**
 * @param {string} name
 * @param {(concurrency: number, isPaused: boolean) => Opened} open
 * @returns {Subject}
 */
const peer = (name, open) => ({
  name,
  open: async (concurrency) => open(concurrency, false),
  fill: () => open(1, true),
});

/** Everything that is measured; ratios are against the first. */
export const subjects = [
  peer('p-queue', openPQueue),
  peer('fastq promise', openFastqPromise),
  oneByOne,
  inBulk,
  peer('fastq callback', openFastq),
  peer('async.queue', openAsyncQueue),
];
