/**
 * A worker in a process of its own: `worker-process.mjs <subject> <redis url> <concurrency>`.
 * Says `ready` when it claims, then again and again what it has done and used; ends when its parent says so.
 */
import { subjects } from './subjects.mjs';

const [name, redisUrl = '', concurrency] = process.argv.slice(2);
const subject = subjects.find((known) => known.name === name);
if (subject === undefined) throw new Error(`No subject is named ${name}.`);

const everyTasks = 1_000; // a report costs as much as a few tasks
const everyMs = 50;
let settled = 0;

const worker = await subject.openWorker(redisUrl, Number(concurrency), () => {
  settled += 1;
  if (settled % everyTasks === 0) report();
});
process.send?.('ready');
const timer = setInterval(report, everyMs);
process.once('message', () => {
  clearInterval(timer);
  void worker.close().finally(() => process.exit());
});

function report() {
  const { user, system } = process.cpuUsage();
  process.send?.({ settled, cpuUs: user + system, rssBytes: process.memoryUsage.rss() });
}
