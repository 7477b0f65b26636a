import { openResources } from './open-resources.ts';
import { within } from './within.ts';

/** Anything with a life. A queue, which has no start, is handed in as its first use and its `close`. */
export interface Startable {
  start(): unknown;
  stop(): unknown;
}

/** How `stressLifecycle` gets its things and how often. */
export interface StressOptions {
  /** Makes a new one that was never started. */
  readonly create: () => Startable | Promise<Startable>;
  /** How many times each situation is played. Default 20. */
  readonly rounds?: number;
  /** Within how many milliseconds each step must end. Default 5,000. */
  readonly deadlineMs?: number;
}

/**
 * Plays every order of start and stop that a caller may come up with, many times, each with a new thing: `stop` must
 * resolve by its deadline in all of them, and leave no socket, process or thread open.
 *
 * @throws Error that names the situation and the round.
 * @example
 * ```ts
 * import { stressLifecycle } from '@graflow-tooling/stress';
 *
 * test('starts and stops in any order', () => stressLifecycle({ create: () => new Worker({ queue }) }));
 * ```
 */
export const stressLifecycle = async ({ create, rounds = 20, deadlineMs = 5_000 }: StressOptions): Promise<void> => {
  const before = openResources();
  for (const [situation, play] of Object.entries(situations)) {
    for (let round = 1; round <= rounds; round++) {
      try {
        await within(deadlineMs, play(await create()));
      } catch (error) {
        throw new Error(`Lifecycle: ${situation}, round ${round} of ${rounds}: ${String(error)}`, { cause: error });
      }
    }
  }
  await before.wait(deadlineMs);
};

const situations: Readonly<Record<string, (thing: Startable) => Promise<unknown>>> = {
  'start, stop': async (thing) => {
    await thing.start();
    await thing.stop();
  },
  'stop before start': async (thing) => {
    await thing.stop();
  },
  'stop twice': async (thing) => {
    await thing.start();
    await thing.stop();
    await thing.stop();
  },
  'two stops at once': async (thing) => {
    await thing.start();
    await Promise.all([thing.stop(), thing.stop()]);
  },
  'stop while it starts': async (thing) => {
    const started = Promise.resolve(thing.start());
    // Whether such a start resolves or is refused is the thing's own choice; that it ends is not.
    await Promise.all([started.catch(() => {}), thing.stop()]);
  },
};
