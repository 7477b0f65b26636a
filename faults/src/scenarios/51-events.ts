import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { QueueEvent } from '@graflow/taskspec';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { killWhile } from '../stage/kill-while.ts';
import type { Random } from '../plan/random.ts';

const leaseMs = 1_000;

type Told = Exclude<QueueEvent, { readonly event: 'events-missed' }>;

/** Somebody listens, goes away and goes on, while workers die: each transition is told once, in its order. */
export const eventsTold: Scenario = {
  number: 51,
  words: 'events of tasks whose workers are killed, to a listener that comes and goes',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const { url } = await stage.startRedis({});
    const producer = await stage.startProducer();
    const listener = new Listener(url, stage.random);
    await listener.begin();
    await using crew = await stage.keepWorkers(3, { concurrency: 8, queue: { leaseMs, maxLostLeases: 50 } });
    const once = { retry: { maxAttempts: 2, minDelayMs: 50 } };
    const ids = [
      ...producer.order(stage.isSmall ? 100 : 800, 'work', [50]),
      ...producer.order(20, 'fail', [], once),
      ...producer.order(20, 'work', [10], { delayMs: 1_000 }),
    ];
    await killWhile(stage.until('most have ended', settled(ids, 0.9 * ids.length), 240_000), crew, {
      random: stage.random,
      everyMs: 700,
    });
    await stage.collect(ids);
    await crew.dismiss();
    const told = await listener.end(ids);
    return {
      ids,
      broken: [...listener.broken, ...wrongIn(told, ids)],
      notes: [`${told.length} events in ${listener.visits} visits`],
    };
  },
};

/** Hears events, goes away at random, and goes on behind the last one. */
class Listener {
  readonly broken: string[] = [];
  visits = 0;
  readonly #url: string;
  readonly #random: Random;
  readonly #told: Told[] = [];
  #after: string | undefined;
  #isOver = false;
  #listening: Promise<void> | undefined;

  constructor(url: string, random: Random) {
    this.#url = url;
    this.#random = random;
  }

  /** Resolves when it hears. */
  async begin(): Promise<void> {
    let heard!: () => void;
    const hears = new Promise<void>((resolve) => (heard = resolve));
    this.#listening = this.#visitAgain(heard);
    await Promise.race([hears, this.#listening]);
  }

  /** Waits until the end of each task was told, or would have been, and goes away. */
  async end(ids: readonly string[]): Promise<readonly Told[]> {
    for (let turn = 0; turn < 100 && !hasAllEnds(this.#told, ids); turn += 1) await sleep(100);
    this.#isOver = true;
    await this.#listening;
    return this.#told;
  }

  async #visitAgain(heard: () => void): Promise<void> {
    while (!this.#isOver) {
      await using queue = new RedisTaskQueue({ url: this.#url, prefix: 'faults' });
      const signal = AbortSignal.timeout(this.#random.between(200, 2_000));
      const events = await queue.events({ signal, ...(this.#after === undefined ? {} : { after: this.#after }) });
      this.visits += 1;
      heard();
      for await (const event of events) {
        this.#after = event.position;
        if (event.event === 'events-missed') this.broken.push(`${event.count} events were missed`);
        else this.#told.push(event);
      }
      // One that never heard anything has no place to go on from.
      if (this.#after !== undefined) await sleep(this.#random.below(500));
    }
  }
}

const isEnd = ({ event }: Told): boolean => event === 'task-succeeded' || event === 'task-buried';

function hasAllEnds(told: readonly Told[], ids: readonly string[]): boolean {
  const ended = new Set(told.filter(isEnd).map(({ taskId }) => taskId));
  return ids.every((id) => ended.has(id));
}

/** What may come next in the life of a task; anything else is an event too many, or one that is missing. */
const next: Readonly<Record<string, readonly string[]>> = {
  begin: ['task-enqueued'],
  'task-enqueued': ['task-claimed', 'task-ready'],
  'task-ready': ['task-claimed'],
  'task-claimed': ['task-succeeded', 'task-buried', 'task-retried', 'task-lost', 'task-released'],
  'task-retried': ['task-ready', 'task-claimed'],
  'task-lost': ['task-claimed'],
  'task-released': ['task-claimed', 'task-ready'],
};

/** Follows each task through its events. */
function wrongIn(told: readonly Told[], ids: readonly string[]): readonly string[] {
  const states = new Map<string, string>();
  const wrong: string[] = [];
  let last = '';
  for (const { taskId, event, position } of told) {
    const before = states.get(taskId) ?? 'begin';
    if (!next[before]?.includes(event)) wrong.push(`${taskId}: ${event} after ${before}`);
    if (position === last) wrong.push(`${position} was told twice`);
    last = position;
    states.set(taskId, event);
  }
  const open = ids.filter((id) => !['task-succeeded', 'task-buried'].includes(states.get(id) ?? ''));
  return [...wrong, ...open.map((id) => `${id}: its last event is ${states.get(id)}`)];
}
