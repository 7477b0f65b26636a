import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Fact } from '../log/entry.ts';

/** Asks for outcomes while the tasks run, where there are too many to ask for them at the end. */
export interface FollowedOutcomes extends AsyncDisposable {
  /** Waits for the outcomes of these tasks, and says each in the log. */
  follow(ids: readonly string[]): void;
  /** Resolves when every one that was followed has been said. */
  all(): Promise<void>;
}

const longestMs = 120_000;
const againMs = 100;

/** Begins to follow outcomes of the Redis of a stage. */
export function followOutcomes({
  redis,
  say,
}: {
  readonly redis: { readonly url: string };
  readonly say: (fact: Fact) => void;
}): FollowedOutcomes {
  const queue = new RedisTaskQueue({ url: redis.url, prefix: 'faults' });
  const open = new Set<Promise<void>>();
  const follow = (id: string): void => {
    const said = outcomeOf(queue, id).then((outcome) => say({ kind: 'outcome', id, ...outcome }));
    open.add(said);
    void said.then(() => open.delete(said));
  };
  return {
    follow: (ids) => ids.forEach(follow),
    all: async () => void (await Promise.all(open)),
    [Symbol.asyncDispose]: () => queue.close(),
  };
}

type State = Omit<Extract<Fact, { readonly kind: 'outcome' }>, 'kind' | 'id'>;

/** Asks until there is an answer: while Redis is gone there is none. */
async function outcomeOf(queue: RedisTaskQueue, id: string): Promise<State> {
  const deadline = Date.now() + longestMs;
  for (;;) {
    try {
      await queue.handle(id).result({ timeoutMs: longestMs });
      return { state: 'value' };
    } catch (error) {
      const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
      if (name === 'TaskFailedError') return { state: 'dead', code: String(code) };
      if (Date.now() > deadline) return { state: 'none', code: String(code) };
      await sleep(againMs);
    }
  }
}
