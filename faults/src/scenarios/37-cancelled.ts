import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { CancelAnswer } from '@graflow/taskspec';
import type { Entry } from '../log/entry.ts';
import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import { allStarted } from '../stage/find.ts';

/** What one task was told twice, and when. */
interface Cancel {
  readonly id: string;
  readonly askedAt: number;
  readonly answers: readonly CancelAnswer[];
}

/** A worker asks every 400 ms; in the small form several scenarios share the machine. */
const signalWithinMs = { small: 3_000, full: 1_000 };

/** Tasks that wait, are delayed, run elsewhere or end at this moment are cancelled, twice each: the answer holds. */
export const cancelled: Scenario = {
  number: 37,
  words: 'cancel while tasks wait, run and end, twice',
  inCi: true,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    await stage.startWorkers(2, { concurrency: 4 });
    await using queue = new RedisTaskQueue({ url: stage.redis.url, prefix: 'faults' });
    const cancelTwice = async (id: string): Promise<Cancel> => {
      const askedAt = now();
      const answers = await Promise.all([queue.handle(id).cancel(), queue.handle(id).cancel()]);
      return { id, askedAt, answers };
    };
    const cancelAll = (ids: readonly string[]): Promise<Cancel[]> => Promise.all(ids.map(cancelTwice));
    const count = stage.isSmall ? 20 : 200;

    const running = await producer.enqueue(8, 'untilAborted');
    await stage.until('all slots are taken', allStarted(running));
    const waiting = await producer.enqueue(count, 'work', [1]);
    const delayed = await producer.enqueue(count, 'work', [1], { delayMs: 500 });
    const some = [...waiting, ...delayed].filter(() => stage.random.chance(0.5));
    const cancels = await cancelAll(some);
    cancels.push(...(await cancelAll(running)));
    const ending = await producer.enqueue(count, 'work', [5]);
    for (const id of ending) {
      await sleep(stage.random.below(4));
      cancels.push(await cancelTwice(id));
    }
    const ids = [...running, ...waiting, ...delayed, ...ending];
    await stage.collect(ids);
    await stage.until(
      'every run has heard of it',
      (said) => running.every((id) => isTold(said, id)) || undefined,
      10_000,
    );
    const said = stage.entries();
    const late = running.map((id) => signalAfter(said, cancels, id));
    const broken = [
      ...late.flatMap(laterThan(signalWithinMs[stage.isSmall ? 'small' : 'full'])),
      ...wrongIn(said, cancels),
      ...startedIn(said, some),
    ];
    return { ids, recoveredInMs: late, broken };
  },
};

const isTold = (said: readonly Entry[], id: string): boolean =>
  said.some((entry) => entry.kind === 'cancelled' && entry.id === id);

/** How long after the cancel the signal of a running task fired, in milliseconds. */
function signalAfter(said: readonly Entry[], cancels: readonly Cancel[], id: string): number {
  const signal = said.find((entry) => entry.kind === 'cancelled' && entry.id === id);
  const { askedAt = 0 } = cancels.find((one) => one.id === id) ?? {};
  return signal === undefined ? Infinity : signal.at - askedAt;
}

const laterThan =
  (limitMs: number) =>
  (ms: number): readonly string[] =>
    ms <= limitMs ? [] : [`a signal fired ${Math.round(ms)} ms after the cancel`];

/** What everybody heard must be what became of the task. */
const wrongIn = (said: readonly Entry[], cancels: readonly Cancel[]): readonly string[] =>
  cancels.flatMap(({ id, answers: [first, second] }) => {
    const outcome = said.find((entry) => entry.kind === 'outcome' && entry.id === id);
    const code = outcome?.kind === 'outcome' ? outcome.code : undefined;
    const isWrong = (first === 'cancelled') !== (code === 'GRAFLOW_TASK_CANCELLED');
    return [
      ...(first === second ? [] : [`${id} was ${first}, and at the same time ${second}`]),
      ...(isWrong ? [`${id} was ${first} and ended with ${code ?? 'a value'}`] : []),
    ];
  });

/** What was cancelled while all slots were taken must never run. */
const startedIn = (said: readonly Entry[], ids: readonly string[]): readonly string[] =>
  said.flatMap((entry) =>
    entry.kind === 'start' && ids.includes(entry.id) ? [`${entry.id} started after it was cancelled`] : [],
  );
