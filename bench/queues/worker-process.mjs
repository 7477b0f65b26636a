/**
 * A worker in a process of its own: `worker-process.mjs <subject> <redis url> <concurrency> <count>`.
 * Says `ready` when it claims, and what it measured once `count` tasks are settled; ends when its parent says so.
 */
import { subjects } from './subjects.mjs';

const [name, redisUrl = '', concurrency, count] = process.argv.slice(2);
const subject = subjects.find((known) => known.name === name);
if (subject === undefined) throw new Error(`No subject is named ${name}.`);

let settled = 0;
let firstAt = 0;
let cpuAtFirst = process.cpuUsage();

const worker = await subject.openWorker(redisUrl, Number(concurrency), () => {
  settled += 1;
  if (settled === 1) {
    firstAt = performance.now();
    cpuAtFirst = process.cpuUsage();
  }
  if (settled === Number(count)) report();
});
process.send?.('ready');
process.once('message', () => void worker.close().finally(() => process.exit()));

function report() {
  const { user, system } = process.cpuUsage(cpuAtFirst);
  process.send?.({ wallMs: performance.now() - firstAt, cpuUs: user + system });
}
