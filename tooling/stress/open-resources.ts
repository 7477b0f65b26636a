import { setTimeout as wait } from 'node:timers/promises';

const watched = ['TCPSocketWrap', 'TCPServerWrap', 'PipeWrap', 'ProcessWrap', 'MessagePort'];

/** Remembers what this process holds open now: sockets, servers, pipes, processes, threads. */
export const openResources = (): {
  /** Resolves as soon as no more is open than was then. @throws Error that lists the surplus after `deadlineMs`. */
  wait(deadlineMs: number): Promise<void>;
} => {
  const before = count();
  return {
    wait: async (deadlineMs) => {
      const deadline = Date.now() + deadlineMs;
      for (;;) {
        const surplus = surplusOver(before);
        if (surplus.length === 0) return;
        if (Date.now() > deadline) throw new Error(`Left open after every stop: ${surplus.join(', ')}`);
        await wait(10);
      }
    },
  };
};

const surplusOver = (before: Readonly<Record<string, number>>): readonly string[] => {
  const now = count();
  return watched
    .map((name) => ({ name, more: (now[name] ?? 0) - (before[name] ?? 0) }))
    .filter(({ more }) => more > 0)
    .map(({ name, more }) => `${more} ${name}`);
};

const count = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
