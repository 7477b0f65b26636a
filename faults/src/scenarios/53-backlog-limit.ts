import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { killWhile } from '../stage/kill-while.ts';

const leaseMs = 1_000;
const count = 50;
const [workers, concurrency] = [3, 4];

/** Producers send more than may wait, while they and workers die: never more than allowed waits, and all of it runs. */
export const backlogLimited: Scenario = {
  number: 53,
  words: 'the limit of the backlog, with producers and workers killed',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const { url } = await stage.startRedis({});
    await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
    await queue.limits.set({ backlog: { count, waitMs: stage.random.pick([0, 300]) } });
    const orders = Array.from({ length: stage.isSmall ? 300 : 2_000 }, (_, index) => {
      return { id: `order-${index}`, task: 'work', args: [10] };
    });
    const ids = orders.map(({ id }) => id);
    const [first, second] = [await stage.startProducer({ atOnce: 64 }), await stage.startProducer({ atOnce: 64 })];
    await using crew = await stage.keepWorkers(workers, { concurrency, queue: { leaseMs, maxLostLeases: 50 } });
    first.send(orders);
    second.send(stage.random.shuffle(orders).slice(0, orders.length / 2));
    let most = 0;
    const over = stage.until('most have ended', settled(ids, 0.95 * ids.length), 240_000).then(() => true);
    const looking = (async () => {
      for (let isOver = false; !isOver; isOver = await Promise.race([over, sleep(10, false)])) {
        const { waiting, delayed } = await queue.stats();
        most = Math.max(most, waiting + delayed);
      }
    })();
    const killing = killWhile(over, crew, { random: stage.random, everyMs: 700 });
    await sleep(stage.random.between(200, 1_000));
    await first.kill();
    const third = await stage.startProducer({ atOnce: 64 });
    third.send(orders);
    await Promise.all([looking, killing]);
    await stage.collect(ids);
    await crew.dismiss();
    const said = stage.entries();
    const refused = new Set(said.flatMap((entry) => (entry.kind === 'enqFailed' ? [entry.code] : [])));
    const kills = said.filter((entry) => entry.kind === 'injured' && entry.how === 'killed').length;
    // What a worker held that died waits again, and is not refused.
    const allowed = count + kills * concurrency;
    const again = ids.filter((id) => said.filter((entry) => entry.kind === 'settled' && entry.id === id).length > 1);
    return {
      ids,
      broken: [
        ...(most <= allowed ? [] : [`${most} tasks waited, ${allowed} are allowed`]),
        ...(refused.has('GRAFLOW_BACKLOG_FULL') ? [] : ['no producer was held up: nothing was shown']),
        ...[...refused].filter((code) => code !== 'GRAFLOW_BACKLOG_FULL').map((code) => `a producer heard ${code}`),
        ...again.map((id) => `${id} ended twice`),
      ],
      notes: [`at most ${most} waited, ${count} and what ${kills} killed workers held are allowed`],
    };
  },
};
