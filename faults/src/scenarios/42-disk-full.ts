import { setTimeout as sleep } from 'node:timers/promises';
import { injuriesIn } from '../checker/injuries.ts';
import { resumedAfter } from '../checker/i6-liveness.ts';
import type { Scenario } from '../scenario.ts';
import { allStarted, settled } from '../stage/find.ts';
import { limitProcess } from '../stage/limit-process.ts';
import { lookInto } from '../stage/redis-look.ts';

/** A write past the limit of a file ends a process, unless it ignores the signal: then the write fails, as on a full disk. */
const ignoringTheSignal = ['sh', '-c', `trap '' XFSZ; exec "$@"`, 'sh'];

/**
 * The disk of the log of Redis is full: it refuses writes with MISCONF. Producers hear it, nothing that was acknowledged is
 * lost, and when there is room again everybody goes on. The limit of one process stands for the disk, so that no right is
 * needed and nobody else's disk is full.
 */
export const diskFull: Scenario = {
  number: 42,
  words: 'the disk of the log of Redis is full, then not',
  inCi: false,
  hasRival: true,
  rules: { liveWithinMs: 10_000 },
  async play(stage) {
    const redis = await stage.startRedis({
      appendOnly: true,
      args: ['--appendfsync', 'everysec'],
      under: ignoringTheSignal,
    });
    const producer = await stage.startProducer();
    const workers = await stage.startWorkers(2);
    await using look = lookInto(redis.url);
    const before = await producer.enqueue(stage.isSmall ? 100 : 400, 'work', [50]);
    await stage.until('work has begun', settled(before, 10));
    const pid = Number(/process_id:(\d+)/.exec(await look.client.info('server'))?.[1]);
    stage.say({ kind: 'injured', who: 'redis', how: 'disk full' });
    await limitProcess(pid, { fsize: 4_096 });
    const during = producer.order(100, 'work', [10]);
    const codes = await stage.until('a producer hears of it', (said) => {
      const found = said.flatMap((entry) => (entry.kind === 'enqFailed' ? [entry.code] : []));
      return found.length > 0 ? found : undefined;
    });
    await sleep(stage.random.between(500, 10_000));
    await limitProcess(pid, { fsize: 'unlimited' });
    stage.say({ kind: 'healed', who: 'redis' });
    const ids = [...before, ...during];
    await stage.until('work goes on', allStarted(during), 60_000);
    const [injury] = injuriesIn({ entries: stage.entries() });
    const ended = stage
      .entries()
      .filter((entry) => entry.kind === 'exited' && workers.some(({ name }) => name === entry.who));
    const isTyped = (code: string): boolean => code === 'GRAFLOW_REDIS_REFUSED' || stage.subject.name !== 'graflow';
    return {
      ids,
      recoveredInMs: injury ? [resumedAfter({ entries: stage.entries() }, injury)] : [],
      broken: [
        ...codes.filter((code) => !isTyped(code)).map((code) => `a producer heard ${code}`),
        ...ended.map(() => 'a worker ended'),
      ],
    };
  },
};
