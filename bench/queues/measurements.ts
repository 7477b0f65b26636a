import type { Redis } from 'ioredis';
import { redisUsage } from './redis-usage.ts';
import { startWorker } from './start-worker.ts';
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

/** Fills the queue, then lets one worker process run everything: from its first to its last settled task. */
export async function measureProcessing(subject: Subject, { redis, redisUrl, scale }: Place): Promise<Numbers> {
  const count = Math.round(20_000 * scale);
  const empty = await redisUsage(redis);
  const producer = await subject.openProducer(redisUrl);
  for (let sent = 0; sent < count; sent += 1_000)
    await producer.enqueueMany(Array.from({ length: 1_000 }, () => payload));
  await producer.close();
  const full = await redisUsage(redis);
  const worker = await startWorker(subject, redisUrl, 100, count);
  const { wallMs, cpuUs } = await worker.report;
  const done = await redisUsage(redis);
  await worker.stop();
  return {
    'process: tasks/s': (count - 1) / (wallMs / 1_000),
    'process: worker CPU us/task': cpuUs / count,
    'process: Redis CPU us/task': (done.cpuUs - full.cpuUs) / count,
    'waiting: bytes/task': (full.memoryBytes - empty.memoryBytes) / count,
  };
}

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

/** Sends one task at a time to a worker that has nothing else to do, and waits for each result. */
export async function measureLatency(subject: Subject, { redisUrl, scale }: Place): Promise<Numbers> {
  const worker = await startWorker(subject, redisUrl, 100, 0);
  const producer = await subject.openProducer(redisUrl);
  for (let warm = 0; warm < 200; warm += 1) await producer.run(payload);
  const latencies: number[] = [];
  for (let sent = 0; sent < 1_000 * scale; sent += 1) {
    const start = performance.now();
    await producer.run(payload);
    latencies.push((performance.now() - start) * 1_000);
  }
  await producer.close();
  await worker.stop();
  latencies.sort((left, right) => left - right);
  const percentile = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { 'idle, enqueue to result: p50 us': percentile(0.5), 'idle, enqueue to result: p99 us': percentile(0.99) };
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
