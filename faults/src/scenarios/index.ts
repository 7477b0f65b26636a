import type { Scenario } from '../scenario.ts';
import { workerKilled } from './01-worker-killed.ts';
import { terminatedUnderLoad } from './04-terminated-under-load.ts';
import { terminatedWithoutRedis } from './05-terminated-without-redis.ts';
import { redisKilled, redisKilledSynced } from './07-redis-killed.ts';
import { outages } from './08-redis-outage.ts';
import { workersCutOff } from './12-worker-cut-off.ts';
import { repliesLost } from './13-replies-lost.ts';
import { loopBlocked } from './16-loop-blocked.ts';
import { workerFrozen } from './18-worker-frozen.ts';
import { poison } from './21-poison.ts';
import { damagedRecords } from './25-damaged-records.ts';
import { unknownTasks } from './27-unknown-tasks.ts';
import { forgedRecords } from './29-forged-records.ts';
import { enqueuedTwice } from './30-enqueued-twice.ts';
import { simulation } from './44-simulation.ts';

/** All scenarios, by their number in the plan of faults; a fraction is a variant. */
export const scenarios: readonly Scenario[] = [
  workerKilled,
  terminatedUnderLoad,
  terminatedWithoutRedis,
  redisKilled,
  redisKilledSynced,
  ...outages,
  ...workersCutOff,
  repliesLost,
  loopBlocked,
  workerFrozen,
  poison,
  damagedRecords,
  unknownTasks,
  forgedRecords,
  enqueuedTwice,
  simulation,
];
