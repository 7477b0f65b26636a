/** Runs random programs on a queue and on its model, in a process of its own because it bends time. */
import { mock } from 'node:test';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { openLog } from '../log/logger.ts';
import { randomFrom } from '../plan/random.ts';
import { simulate, type Simulated } from '../simulation/simulate.ts';
import { settingsOfProcess, type SimulationSettings } from './settings.ts';

const { name, log: path, over, programs, steps, seed, url } = settingsOfProcess<SimulationSettings>();
const log = openLog(path, name);
const leaseMs = 1_000;

/** Time stands still between steps, and passes when the program says so. */
function memory(): Simulated {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const queue = new InMemoryTaskQueue({ leaseMs, renewLeases: false });
  return { queues: [queue], leaseMs, now: Date.now, pass: (ms) => mock.timers.tick(ms) };
}

/** The server's time cannot be bent, so nothing becomes due in these programs. */
function redis(prefix: string): Simulated {
  const queues = [0, 1].map(() => new RedisTaskQueue({ url, prefix, leaseMs: 600_000 }));
  return { queues, leaseMs: 600_000, now: Date.now, pass: undefined };
}

log({ kind: 'ready' });
const awake = setInterval(() => undefined, 1_000); // a wait that nobody ends must not end the process without a word
for (let program = 0; program < programs; program += 1) {
  const simulated = over === 'memory' ? memory() : redis(`p${program}`);
  const what = await simulate(simulated, randomFrom(seed + program), steps);
  if (what !== undefined) log({ kind: 'diverged', what: `${over}, program ${seed + program}, ${what}` });
  await Promise.all(simulated.queues.map((queue) => queue.close()));
}
clearInterval(awake);
log({ kind: 'simulated', programs, steps });
process.disconnect();
