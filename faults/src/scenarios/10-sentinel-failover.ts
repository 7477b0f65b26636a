import { startSentinel } from '@graflow-tooling/redis-server';
import type { Scenario } from '../scenario.ts';
import { failOver } from '../stage/fail-over.ts';
import { settled } from '../stage/find.ts';

/** The master is killed under load, and the Sentinels make its replica master; nobody is restarted. */
export const sentinelFailover: Scenario = {
  number: 10,
  words: 'kill -9 of the master under load, three Sentinels, TLS',
  inCi: false,
  // Replication is asynchronous: what was acknowledged just before may not have reached the replica.
  rules: { forgetsMs: 1_000 },
  async play(stage) {
    const group = await startSentinel({ appendOnly: true, tls: true, password: 'faults' });
    const ground = { place: { connection: group.connection }, master: () => group.master() };
    stage.standOn(ground, () => group.stop());
    const producer = await stage.startProducer();
    await stage.startWorkers(2, { concurrency: 15 });
    const ids = producer.order(stage.isSmall ? 600 : 2_000, 'work', [20]);
    await stage.until('a part has ended', settled(ids, stage.random.between(50, 200)));
    const { ids: during, tookMs } = await failOver(stage, ground, producer);
    return { ids: [...ids, ...during], recoveredInMs: [tookMs] };
  },
};
