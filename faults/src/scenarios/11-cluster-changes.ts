import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type StartClusterOptions } from '@graflow-tooling/redis-server';
import type { Scenario } from '../scenario.ts';
import { failOver } from '../stage/fail-over.ts';
import { settled } from '../stage/find.ts';
import type { Stage } from '../stage/stage.ts';
import { tagOf } from '../stage/tag-of.ts';

const tag = tagOf(0);

const standOnCluster = async (stage: Stage, options: StartClusterOptions) => {
  const cluster = await startCluster({ appendOnly: true, tls: true, password: 'faults', ...options });
  const place = { cluster: cluster.nodes, connection: cluster.access };
  const ground = { place, master: () => cluster.masterOf(tag) };
  stage.standOn(ground, () => cluster.stop());
  return { cluster, ground };
};

/** Errors that anybody saw: nothing is broken here, so there must be none. */
const errorsOn = (stage: Stage): readonly string[] =>
  stage
    .entries()
    .flatMap((said) =>
      said.kind === 'enqFailed' || said.kind === 'queueError' ? [`${said.by} heard ${said.code}`] : [],
    );

/** The slot of the queue goes from master to master while tasks are enqueued and run: no injury, so no excuse. */
export const slotMoved: Scenario = {
  number: 11,
  words: 'the slot of the queue is moved under load, four times',
  inCi: false,
  async play(stage) {
    const { cluster } = await standOnCluster(stage, {});
    const queue = { commandTimeoutMs: 20_000 }; // a busy machine must not decide whether a move is over in time
    const producer = await stage.startProducer({ queue });
    await stage.startWorkers(2, { concurrency: 15, queue });
    const ids = producer.order(stage.isSmall ? 1_000 : 4_000, 'work', [20]);
    for (let move = 1; move <= 4; move += 1) {
      await stage.until('a part has ended', settled(ids, Math.floor((move * ids.length) / 10)));
      await sleep(stage.random.between(0, 200));
      await cluster.moveSlot(tag);
    }
    await stage.until('all has ended', settled(ids, ids.length), 60_000);
    return { ids, broken: errorsOn(stage) };
  },
};

/** The master of the queue is killed under load, and its replica takes over. */
export const clusterFailover: Scenario = {
  number: 11.1,
  words: 'kill -9 of the master of the queue under load, on a cluster with replicas',
  inCi: false,
  // A claim that hangs between the masters is given up at its deadline of 5 s; then the worker pauses.
  rules: { forgetsMs: 1_000, liveWithinMs: 10_000 },
  async play(stage) {
    const { ground } = await standOnCluster(stage, { replicas: true });
    const producer = await stage.startProducer();
    await stage.startWorkers(2, { concurrency: 15 });
    const ids = producer.order(stage.isSmall ? 600 : 2_000, 'work', [20]);
    await stage.until('a part has ended', settled(ids, stage.random.between(50, 200)));
    const { ids: during, tookMs } = await failOver(stage, ground, producer);
    return { ids: [...ids, ...during], recoveredInMs: [tookMs] };
  },
};
