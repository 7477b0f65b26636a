import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '../log/entry.ts';
import type { Scenario } from '../scenario.ts';
import { started } from '../stage/find.ts';

const cut = (number: number, seconds: number, inCi: boolean): Scenario => ({
  number,
  words: `one of three workers cut off for ${seconds} s, its connections half open`,
  inCi,
  hasRival: true,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    const proxy = await stage.openProxy();
    const victim = await stage.startWorker({ via: proxy });
    const [long = ''] = await producer.enqueue(1, 'work', [seconds * 1_000 + 2_000]);
    await stage.until('it runs', started([long]));
    await stage.startWorkers(2);
    stage.say({ kind: 'injured', who: victim.name, how: 'cut off' });
    proxy.let({ stallsRequests: true, stallsReplies: true });
    const others = producer.order(50, 'work', [20]);
    await sleep(seconds * 1_000);
    proxy.let({});
    stage.say({ kind: 'healed', who: victim.name });
    const healed = stage.entries().findLast(({ kind }) => kind === 'healed')?.at ?? 0;
    const after: string[] = [];
    const claim = (): Entry | undefined =>
      stage.entries().find((entry) => entry.kind === 'start' && entry.by === victim.name && entry.at > healed);
    while (claim() === undefined && after.length < 1_200) {
      after.push(...producer.order(8, 'work', [50]));
      await sleep(200);
    }
    const recoveredInMs = [(claim()?.at ?? Infinity) - healed];
    const wasTold = stage.entries().some((entry) => entry.kind === 'lost' && entry.by === victim.name);
    const broken =
      wasTold || seconds < 10 ? [] : ['the task on the cut-off worker never heard that its lease was lost'];
    return { ids: [long, ...others, ...after], recoveredInMs, broken };
  },
});

/** The network of one worker drops everything, both ways, without a word; a proxy stalls in place of the network. */
export const workersCutOff: readonly Scenario[] = [cut(12, 15, true), cut(12.5, 5, false), cut(12.6, 60, false)];
