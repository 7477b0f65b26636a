import type { Redis } from 'ioredis';
import { whenPayload } from './no-op.mjs';
import { redisUsage } from './redis-usage.ts';
import { Workers } from './start-worker.ts';
import type { Producer, Subject } from './subject.ts';

/** Numbers of one subject in one round, by what they are. */
export type Numbers = Readonly<Record<string, number>>;

/** Where a measurement takes place. */
export interface Place {
  readonly redis: Redis;
  readonly redisUrl: string;
  /** Scales all counts, for a quick look. */
  readonly scale: number;
}

const payload = 'x'.repeat(256);

/** Enqueues in the three ways a producer can. */
export async function measureEnqueueing(subject: Subject, place: Place): Promise<Numbers> {
  const { redisUrl, scale } = place;
  const producer = await subject.openProducer(redisUrl);
  await producer.enqueueMany([payload]);
  const oneByOne = await timed(place, 'enqueue, one by one', Math.round(3_000 * scale), async (count) => {
    for (let sent = 0; sent < count; sent += 1) await producer.enqueue(payload);
  });
  const inFlight = await timed(place, 'enqueue, 100 in flight', Math.round(20_000 * scale), (count) =>
    keepInFlight(producer, count, 100),
  );
  const bulk = await timed(place, 'enqueue, bulk of 1,000', Math.round(20_000 * scale), async (count) => {
    for (let sent = 0; sent < count; sent += 1_000)
      await producer.enqueueMany(Array.from({ length: 1_000 }, () => payload));
  });
  await producer.close();
  return { ...oneByOne, ...inFlight, ...bulk };
}

/** Sends one task at a time to a worker that has nothing else to do, and waits for each result, which says when it began. */
export async function measureLatency(subject: Subject, { redisUrl, scale }: Place): Promise<Numbers> {
  const worker = await Workers.start(subject, redisUrl, 100);
  const producer = await subject.openProducer(redisUrl);
  for (let warm = 0; warm < 200; warm += 1) await producer.run(whenPayload);
  const untilStart: number[] = [];
  const untilResult: number[] = [];
  for (let sent = 0; sent < 1_000 * scale; sent += 1) {
    const sentAt = now();
    const begunAt = await producer.run(whenPayload);
    untilResult.push(now() - sentAt);
    if (!Number.isNaN(begunAt)) untilStart.push(begunAt - sentAt);
  }
  await producer.close();
  await worker.stop();
  return {
    ...percentilesOf('idle, enqueue to start', untilStart),
    ...percentilesOf('idle, enqueue to result', untilResult),
  };
}

function percentilesOf(what: string, times: number[]): Numbers {
  times.sort((left, right) => left - right);
  const percentile = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { [`${what}: p50 us`]: percentile(0.5), [`${what}: p99 us`]: percentile(0.99) };
}

/** The time in microseconds, by the clock that all processes of the machine share. */
const now = (): number => Number(process.hrtime.bigint()) / 1_000;

/** Enqueues tasks that are due in an hour, where the library can. */
export async function measureDelayed(subject: Subject, place: Place): Promise<Numbers> {
  const producer = await subject.openProducer(place.redisUrl);
  const enqueueDelayed = producer.enqueueDelayed?.bind(producer);
  if (enqueueDelayed === undefined) return producer.close().then(() => ({}));
  const before = await redisUsage(place.redis);
  const count = Math.round(100_000 * place.scale);
  const numbers = await timed(place, 'enqueue, delayed by an hour', count, async (total) => {
    for (let sent = 0; sent < total; sent += 1_000)
      await enqueueDelayed(
        Array.from({ length: 1_000 }, () => payload),
        3_600_000,
      );
  });
  const after = await redisUsage(place.redis);
  await producer.close();
  return { ...numbers, 'delayed: bytes/task': (after.memoryBytes - before.memoryBytes) / count };
}

async function timed(
  { redis }: Place,
  what: string,
  count: number,
  run: (count: number) => Promise<void>,
): Promise<Numbers> {
  const before = await redisUsage(redis);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  await run(count);
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  const after = await redisUsage(redis);
  return {
    [`${what}: tasks/s`]: count / (wallMs / 1_000),
    [`${what}: client CPU us/task`]: (user + system) / count,
    [`${what}: Redis CPU us/task`]: (after.cpuUs - before.cpuUs) / count,
  };
}

async function keepInFlight(producer: Producer, count: number, width: number): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await producer.enqueue(payload);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
