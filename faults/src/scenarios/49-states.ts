import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { killWhile } from '../stage/kill-while.ts';
import type { Stage } from '../stage/stage.ts';

const leaseMs = 1_000;

/** What a task was given by its writes, in whichever attempt. */
interface Written {
  readonly sum: number;
  readonly place: number;
  readonly isFirst: boolean;
}

/** Tasks write to one shared state while their workers die between the writes: each write counts once, whoever made it. */
export const statesKept: Scenario = {
  number: 49,
  words: 'writes to a shared state while workers are killed between them',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const { url } = await stage.startRedis({});
    const producer = await stage.startProducer();
    const queue = { leaseMs, maxLostLeases: 50 };
    await using crew = await stage.keepWorkers(3, { concurrency: 8, queue });
    const ids = producer.order(stage.isSmall ? 150 : 1_000, 'tally', [stage.random.between(20, 120)]);
    await killWhile(stage.until('most have ended', settled(ids, 0.9 * ids.length), 240_000), crew, {
      random: stage.random,
      everyMs: 700,
    });
    await stage.collect(ids);
    await crew.dismiss();
    const again = stage.entries().filter((entry) => entry.kind === 'start' && entry.attempt > 1).length;
    return { ids, broken: await brokenIn(stage, url, ids), notes: [`${again} attempts after the first`] };
  },
};

/** The sum, the list and the first one must be what each task heard, with nobody counted twice. */
async function brokenIn(stage: Stage, url: string, ids: readonly string[]): Promise<readonly string[]> {
  await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
  const ended = stage
    .entries()
    .flatMap((entry) => (entry.kind === 'outcome' && entry.state === 'value' ? [entry.id] : []));
  const written = new Map(await Promise.all(ended.map(async (id) => [id, await writtenBy(queue, id)] as const)));
  const state = queue.state('tally');
  const [sum, list, first] = [
    await state.get('sum'),
    (await state.get('ids')) as readonly string[],
    await state.get('first'),
  ];
  const sums = new Set([...written.values()].map((one) => one.sum));
  const displaced = [...written].filter(([id, { place }]) => list[place - 1] !== id);
  const firsts = [...written].filter(([, { isFirst }]) => isFirst).map(([id]) => id);
  return [
    ...(sum === ids.length ? [] : [`the sum of ${ids.length} tasks is ${String(sum)}`]),
    ...(list.length === ids.length ? [] : [`the list of ${ids.length} tasks has ${list.length} items`]),
    ...(sums.size === written.size ? [] : [`${written.size} tasks were told ${sums.size} sums`]),
    ...(displaced.length === 0 ? [] : [`${displaced.length} tasks were told a place in the list that is another's`]),
    ...(firsts.length === 1 && firsts[0] === first ? [] : [`${firsts.length} tasks were told that they are the first`]),
  ];
}

const writtenBy = async (queue: RedisTaskQueue, id: string): Promise<Written> =>
  (await queue.handle(id).result({ timeoutMs: 10_000 })) as Written;
