import { type Bounds, leastBounds as least } from '../model-check/bounds.ts';
import { explore } from '../model-check/explore.ts';
import { RealQueue } from '../model-check/real-queue.ts';
import { Rewound } from '../model-check/redis-state.ts';
import type { Scenario } from '../scenario.ts';

interface Variant {
  readonly number: number;
  readonly words: string;
  readonly bounds: Bounds;
  /** Whether only the long script settles; the short one, which does what is usual, is tried first unless given. */
  readonly isLong?: boolean;
  /** Whether outcomes are written as a busy worker's are: together, and without an expiry of Redis. */
  readonly isBusy?: boolean;
  readonly inCi?: boolean;
}

const every: Bounds['steps'] = ['ack', 'bury', 'retry', 'release', 'crash of its run'];

/** All kinds of steps at once would be too many states with two tasks, so each variant has some. */
const variants: readonly Variant[] = [
  {
    number: 45,
    words: 'one task, acks and retries that are sent twice, cancels',
    bounds: { ...least, tasks: 1, steps: ['ack', 'retry'], failures: 1, cancels: true, resends: true },
    inCi: true,
  },
  { number: 45.1, words: 'two tasks, acks that are sent twice', bounds: { ...least, resends: true } },
  { number: 45.2, words: 'two tasks, acks and cancels', bounds: { ...least, cancels: true } },
  {
    number: 45.3,
    words: 'two tasks, acks and retries',
    bounds: { ...least, steps: ['ack', 'retry'], failures: 1 },
  },
  {
    number: 45.4,
    words: 'two tasks, acks, runs that crash, claims that are let go',
    bounds: { ...least, steps: ['ack', 'crash of its run'], letsGo: true },
  },
  {
    number: 45.5,
    words: 'one task, acks and retries that are sent twice, cancels, leases lost until it is poison',
    bounds: { ...least, tasks: 1, steps: ['ack', 'retry'], failures: 1, losses: 2, cancels: true, resends: true },
  },
  {
    number: 45.6,
    words: 'two tasks, acks as of a busy worker, by the long script',
    bounds: least,
    isLong: true,
    isBusy: true,
  },
  { number: 45.7, words: 'two tasks, acks as of a busy worker, by the short one', bounds: least, isBusy: true },
  {
    number: 45.8,
    words: 'one task, all that may become of it',
    bounds: { ...least, tasks: 1, steps: every, failures: 1, releases: 1, cancels: true, letsGo: true },
  },
];

/** Where little is going on ends at eight settles; two tasks are a lot here. */
function asIfBusy(lua: string): string {
  const busy = lua.replaceAll('count <= 8', 'count <= 0');
  if (busy === lua && / graflow settle/.test(lua)) throw new Error('The scripts tell otherwise who is busy.');
  return busy;
}

/**
 * Every order in which claims, renewals, ends of leases and settles of two workers can meet, and a death.
 */
export const modelChecks: readonly Scenario[] = variants.map(({ number, words, bounds, inCi = false, ...how }) => ({
  number,
  words: `all ways through the scripts of two workers, one of whom dies: ${words}`,
  inCi,
  takesLong: !inCi,
  isExhaustive: true,
  async play(stage) {
    const { url } = await stage.startRedis({});
    using redis = new Rewound(url);
    using queue = new RealQueue({
      client: redis.client,
      isLong: how.isLong,
      change: how.isBusy === true ? asIfBusy : undefined,
    });
    const { states, steps, depth, wrong } = await explore({ queue, redis }, bounds);
    return { ids: [], broken: wrong, notes: [`${states} states, ${steps} steps, ${depth} from the first to the last`] };
  },
}));
