import { measureDelayed, measureEnqueueing, measureLatency, type Numbers, type Place } from './measurements.ts';
import { processing } from './processing.ts';
import type { Subject } from './subject.ts';

/** One measurement: gives the rows of one subject in one round. */
export type Measure = (subject: Subject, place: Place) => Promise<Numbers>;

/** What `pnpm bench` measures. */
export const usual: Readonly<Record<string, Measure>> = {
  'processing at 100': processing({ what: 'process at 100', count: 50_000, warmUp: 20_000, concurrency: 100 }),
  enqueueing: measureEnqueueing,
  latency: measureLatency,
};

const at = (concurrency: number, count: number, workers = 1): Measure =>
  processing({
    what: workers === 1 ? `process at ${concurrency}` : `process at ${concurrency}, ${workers} workers`,
    count,
    warmUp: count / 2,
    concurrency,
    workers,
  });

const ofBytes = (payloadBytes: number, count: number): Measure =>
  processing({ what: `process ${payloadBytes / 1_000} kB`, count, warmUp: count / 2, concurrency: 100, payloadBytes });

const behind = (backlog: number): Measure =>
  processing({ what: `process, backlog ${backlog}`, count: 20_000, warmUp: 5_000, concurrency: 100, backlog });

/** What `--all` measures besides. */
export const others: Readonly<Record<string, Measure>> = {
  'processing at 1': at(1, 2_000),
  'processing at 10': at(10, 10_000),
  'processing at 500': at(500, 40_000),
  'processing by two': at(100, 40_000, 2),
  'payload of 1 kB': ofBytes(1_000, 20_000),
  'payload of 10 kB': ofBytes(10_000, 5_000),
  'payload of 100 kB': ofBytes(100_000, 1_000),
  'backlog of none': behind(0),
  'backlog of a million': behind(1_000_000),
  delayed: measureDelayed,
};
