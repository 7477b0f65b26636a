import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Participant } from '../participants/participant.ts';
import type { Scenario } from '../scenario.ts';
import { buildsIn } from '../stage/builds.ts';
import { allSettled, settled } from '../stage/find.ts';
import { lookInto } from '../stage/redis-look.ts';
import type { Stage } from '../stage/stage.ts';

/**
 * Two builds meet in one queue: workers of the older one are replaced by those of the newer one while producers of both go on,
 * then it is rolled back, and done again. Workers die, and Redis forgets the scripts. What the newer producer writes and the older
 * workers cannot read is left to workers that can; when there is none, it is a dead letter, and runs when it is replayed.
 */
export const versions: Scenario = {
  number: 40,
  words: 'workers and producers of two builds, upgraded, rolled back and upgraded again under load',
  inCi: false,
  async play(stage) {
    const { url } = await stage.startRedis();
    const { older, newer, hasNewRecords } = buildsIn(stage.directory);
    const [before, after] = await Promise.all([older, newer].map((env) => stage.startProducer({ env })));
    if (before === undefined || after === undefined) throw new Error('There is no producer.');
    await using look = lookInto(url);
    await using operator = new RedisTaskQueue({ url, prefix: 'faults' });
    const old: string[] = [];
    const fresh: string[] = [];
    const count = stage.isSmall ? 50 : 200;
    const order = (): void => {
      old.push(...before.order(count, 'work', [20]));
      fresh.push(...after.order(count, 'work', [20]));
    };

    const first = await stage.startWorkers(2, { env: older });
    old.push(...before.order(count, 'work', [20]));
    await stage.until('the older ones work', settled(old, 20));
    const second = await stage.startWorkers(2, { env: newer });
    order(); // before there are workers of the newer build, its tasks would be dead letters at once: nobody could read them
    await look.client.script('FLUSH');
    await replace(stage, first);
    await stage.until('what is new is done', allSettled(fresh), 120_000);

    const third = await stage.startWorkers(2, { env: older });
    old.push(...before.order(count, 'work', [20]));
    await look.client.script('FLUSH');
    await replace(stage, second);
    const left = hasNewRecords ? await after.enqueue(5, 'work', [1]) : [];
    const codes = await Promise.all(left.map((id) => operator.handle(id).result({ timeoutMs: 60_000 }).catch(codeIn)));

    const last = await stage.startWorkers(2, { env: newer });
    order();
    await replace(stage, third);
    for (const id of left) await operator.deadLetters.replay(id);
    const ids = [...old, ...fresh, ...left];
    await stage.collect(ids, 120_000);
    const newOnes = new Set([...second, ...last].map(({ name }) => name));
    const unread = new Set(hasNewRecords ? [...fresh, ...left] : []);
    const broken = codes
      .filter((code) => code !== 'GRAFLOW_TASK_UNROUTABLE')
      .map((code) => `what nobody could read ended with ${String(code)}`);
    for (const entry of stage.entries()) {
      if (entry.kind === 'outcome' && entry.state !== 'value') broken.push(`${entry.id} ended with ${entry.code}`);
      if (entry.kind === 'start' && unread.has(entry.id) && !newOnes.has(entry.by))
        broken.push(`${entry.by} ran ${entry.id}, which it cannot read`);
    }
    return {
      ids,
      broken,
      notes: [`${old.length} tasks of the older build, ${fresh.length + left.length} of the newer one`],
    };
  },
};

/** Ends workers one after the other, by SIGTERM or, once in a while, by SIGKILL. */
async function replace(stage: Stage, workers: readonly Participant[]): Promise<void> {
  for (const worker of workers) {
    await sleep(stage.random.between(0, 1_000));
    if (stage.random.chance(0.3)) await worker.kill();
    else worker.terminate();
    await worker.gone;
  }
}

const codeIn = (error: unknown): string => String((error as { readonly code?: unknown }).code);
