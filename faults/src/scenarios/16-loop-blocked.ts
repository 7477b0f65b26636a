import type { Scenario } from '../scenario.ts';
import { allSettled } from '../stage/find.ts';

const leaseMs = 2_000;

/** User code keeps the event loop of its worker for two and for ten leases, while another worker waits for the task. */
export const loopBlocked: Scenario = {
  number: 16,
  words: 'user code blocks the event loop for two and ten leases',
  inCi: true,
  rules: { leaseMs },
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    await stage.startWorkers(3, { concurrency: 1, queue: { leaseMs } });
    const ids = [
      ...(await producer.enqueue(1, 'block', [10 * leaseMs])),
      ...(await producer.enqueue(stage.isSmall ? 2 : 10, 'block', [2 * leaseMs])),
    ];
    await stage.until('all have ended', allSettled(ids));
    return { ids };
  },
};
