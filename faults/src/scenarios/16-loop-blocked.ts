import type { Scenario } from '../scenario.ts';
import { allSettled } from '../stage/find.ts';

const leaseMs = 2_000;

const blocked = (number: number, isolation: 'none' | 'thread' | 'process', inCi: boolean): Scenario => ({
  number,
  words: `user code blocks the event loop for two and ten leases, isolation ${isolation}`,
  inCi,
  hasRival: isolation !== 'thread',
  rules: { leaseMs },
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    await stage.startWorkers(2, { concurrency: 1, isolation, queue: { leaseMs } });
    const ids = [
      ...(await producer.enqueue(1, 'block', [10 * leaseMs])),
      ...(await producer.enqueue(stage.isSmall ? 2 : 10, 'block', [2 * leaseMs])),
    ];
    await stage.until('all have ended', allSettled(ids));
    return { ids };
  },
});

/** User code keeps its event loop to itself, while another worker would take the task: the lease holds all the same. */
export const loopBlocked: readonly Scenario[] = [
  blocked(16, 'none', true),
  blocked(16.1, 'thread', false),
  blocked(16.2, 'process', false),
];
