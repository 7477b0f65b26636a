import type { Numbers, Place } from './measurements.ts';
import { redisUsage } from './redis-usage.ts';
import { Workers } from './start-worker.ts';
import type { Subject } from './subject.ts';

/** How a queue is worked off. */
export interface Processing {
  /** How the rows begin. */
  readonly what: string;
  /** How many tasks are measured. */
  readonly count: number;
  /** How many run before, so that what is measured is compiled code. */
  readonly warmUp: number;
  readonly concurrency: number;
  readonly workers?: number;
  readonly payloadBytes?: number;
  /** How many tasks wait behind those that are measured. */
  readonly backlog?: number;
}

/** Fills the queue, then lets worker processes run everything. */
export const processing =
  ({ what, count, warmUp, concurrency, workers = 1, payloadBytes = 256, backlog = 0 }: Processing) =>
  async (subject: Subject, { redis, redisUrl, scale }: Place): Promise<Numbers> => {
    const [warm, measured] = [Math.round(warmUp * scale), Math.round(count * scale)];
    const total = warm + measured + Math.round(backlog * scale);
    const empty = await redisUsage(redis);
    await fill(subject, redisUrl, total, 'x'.repeat(payloadBytes));
    const full = await redisUsage(redis);
    const running = await Workers.start(subject, redisUrl, concurrency, workers);
    const start = await running.settled(warm);
    const [startedAt, redisAtStart] = [performance.now(), await redisUsage(redis)];
    const end = await running.settled(warm + measured);
    const wallMs = performance.now() - startedAt;
    const redisAtEnd = await redisUsage(redis);
    await running.stop();
    const done = end.settled - start.settled;
    return {
      [`${what}: tasks/s`]: done / (wallMs / 1_000),
      [`${what}: worker CPU us/task`]: (end.cpuUs - start.cpuUs) / done,
      [`${what}: Redis CPU us/task`]: (redisAtEnd.cpuUs - redisAtStart.cpuUs) / done,
      [`${what}: worker RSS MB`]: end.rssBytes / workers / 1e6,
      [`${what}: waiting bytes/task`]: (full.memoryBytes - empty.memoryBytes) / total,
    };
  };

async function fill(subject: Subject, redisUrl: string, total: number, payload: string): Promise<void> {
  const producer = await subject.openProducer(redisUrl);
  const perCall = Math.max(1, Math.min(1_000, Math.floor(4_000_000 / payload.length)));
  for (let left = total; left > 0; left -= perCall)
    await producer.enqueueMany(Array.from({ length: Math.min(perCall, left) }, () => payload));
  await producer.close();
}
