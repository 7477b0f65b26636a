import type { Scenario } from '../scenario.ts';
import { workerKilled } from './01-worker-killed.ts';
import { runnerKilled } from './02-runner-killed.ts';
import { workersKilledAtRandom } from './03-workers-killed-at-random.ts';
import { terminatedUnderLoad } from './04-terminated-under-load.ts';
import { terminatedWithoutRedis } from './05-terminated-without-redis.ts';
import { rollingRestart } from './06-rolling-restart.ts';
import { redisKilled, redisKilledSynced } from './07-redis-killed.ts';
import { outages } from './08-redis-outage.ts';
import { redisDisturbed } from './09-redis-disturbed.ts';
import { sentinelFailover } from './10-sentinel-failover.ts';
import { clusterFailover, slotMoved } from './11-cluster-changes.ts';
import { workersCutOff } from './12-worker-cut-off.ts';
import { repliesLost } from './13-replies-lost.ts';
import { badNetwork } from './14-bad-network.ts';
import { serversClock, wrongClocks } from './15-wrong-clocks.ts';
import { loopBlocked } from './16-loop-blocked.ts';
import { endlessLoop } from './17-endless-loop.ts';
import { workerFrozen } from './18-worker-frozen.ts';
import { everythingPaused } from './19-everything-paused.ts';
import { runnerCrashed } from './20-runner-crashed.ts';
import { poison } from './21-poison.ts';
import { outOfMemory } from './22-out-of-memory.ts';
import { evicted } from './23-eviction.ts';
import { refusingRedis } from './24-refusing-redis.ts';
import { damagedRecords } from './25-damaged-records.ts';
import { oversize } from './26-oversize.ts';
import { unknownTasks } from './27-unknown-tasks.ts';
import { modules } from './28-modules.ts';
import { packages } from './28.1-packages.ts';
import { forgedRecords } from './29-forged-records.ts';
import { enqueuedTwice } from './30-enqueued-twice.ts';
import { slowNeighbours } from './31-slow-neighbours.ts';
import { backlog } from './32-backlog.ts';
import { delayed, delayedStrangely } from './33-delayed.ts';
import { schedulersKilled } from './34-schedules.ts';
import { barriers } from './35-barriers.ts';
import { acrossPartitions } from './36-across-partitions.ts';
import { cancelled } from './37-cancelled.ts';
import { lanesKept, limitsKept } from './38-limits.ts';
import { paused } from './39-paused.ts';
import { versions } from './40-versions.ts';
import { connections } from './41-connections.ts';
import { diskFull } from './42-disk-full.ts';
import { slowDisks } from './42.1-slow-disk.ts';
import { soak } from './43-soak.ts';
import { simulation } from './44-simulation.ts';
import { modelChecks } from './45-model-check.ts';
import { dataGone } from './46-data-gone.ts';
import { producerKilled } from './47-producer-killed.ts';
import { hostileNeighbour } from './48-hostile-neighbour.ts';
import { statesKept } from './49-states.ts';
import { signalsKept } from './50-signals.ts';
import { eventsTold } from './51-events.ts';
import { agedTasks } from './52-ageing.ts';
import { backlogLimited } from './53-backlog-limit.ts';

/** All scenarios, by their number in the plan of faults; a fraction is a variant. */
export const scenarios: readonly Scenario[] = [
  workerKilled,
  runnerKilled,
  workersKilledAtRandom,
  terminatedUnderLoad,
  terminatedWithoutRedis,
  rollingRestart,
  redisKilled,
  redisKilledSynced,
  ...outages,
  redisDisturbed,
  sentinelFailover,
  slotMoved,
  clusterFailover,
  ...workersCutOff,
  repliesLost,
  badNetwork,
  wrongClocks,
  ...serversClock,
  ...loopBlocked,
  ...endlessLoop,
  workerFrozen,
  everythingPaused,
  ...runnerCrashed,
  poison,
  outOfMemory,
  evicted,
  refusingRedis,
  damagedRecords,
  oversize,
  unknownTasks,
  modules,
  packages,
  forgedRecords,
  enqueuedTwice,
  slowNeighbours,
  backlog,
  delayed,
  delayedStrangely,
  schedulersKilled,
  barriers,
  ...acrossPartitions,
  cancelled,
  limitsKept,
  lanesKept,
  paused,
  versions,
  ...connections,
  diskFull,
  ...slowDisks,
  soak,
  simulation,
  ...modelChecks,
  dataGone,
  producerKilled,
  hostileNeighbour,
  statesKept,
  signalsKept,
  eventsTold,
  agedTasks,
  backlogLimited,
];
