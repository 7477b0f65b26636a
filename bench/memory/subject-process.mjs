/** Measures one subject in a process of its own: what one leaves behind, hooks or garbage, must not slow the next. */
import { subjects } from './subjects.mjs';

const [name, tasks, pending] = process.argv.slice(2);
const subject = /** @type {import('./subjects.mjs').Subject} */ (subjects.find((one) => one.name === name));

const concurrency = 100;
const warmUps = 3;
const collect = /** @type {() => void} */ (globalThis.gc);

process.send?.({
  ...(await measured('all run', allRun)),
  ...(await measured('each result awaited', eachAwaited)),
  'pending: heap bytes/task': await bytesPerPendingTask(Number(pending)),
});

/**
 * Measures after some rounds that warm the machine up, each with a queue of its own.
 *
 * @param {string} what
 * @param {(queue: import('./subjects.mjs').Opened, count: number) => Promise<void> | undefined} run
 */
async function measured(what, run) {
  const count = Number(tasks);
  for (let left = warmUps; ; left -= 1) {
    const queue = await subject.open(concurrency);
    collect();
    const cpuBefore = process.cpuUsage();
    const start = performance.now();
    const ended = run(queue, count);
    await ended;
    const wallMs = performance.now() - start;
    const { user, system } = process.cpuUsage(cpuBefore);
    await queue.close?.();
    if (ended === undefined) return {};
    if (left === 0)
      return { [`${what}: tasks/s`]: count / (wallMs / 1_000), [`${what}: CPU us/task`]: (user + system) / count };
  }
}

/** @type {(queue: import('./subjects.mjs').Opened, count: number) => Promise<void>} */
function allRun(queue, count) {
  return new Promise((resolve) => {
    let left = count;
    const task = async () => {
      left -= 1;
      if (left === 0) resolve();
    };
    queue.add(Array.from({ length: count }, () => task));
  });
}

/** @type {(queue: import('./subjects.mjs').Opened, count: number) => Promise<void> | undefined} */
function eachAwaited({ run }, count) {
  const task = async () => {};
  return run && Promise.all(Array.from({ length: count }, () => run(task))).then(() => {});
}

/** @param {number} count */
async function bytesPerPendingTask(count) {
  const task = async () => {};
  const queue = subject.fill();
  const list = Array.from({ length: count }, () => task);
  collect();
  const before = process.memoryUsage().heapUsed;
  queue.add(list);
  await new Promise((resolve) => setImmediate(resolve)); // the promises of adding are over
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  await queue.close?.();
  return bytes / count;
}
