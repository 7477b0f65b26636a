import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { type Startable, stressLifecycle } from './index.ts';

const wellBehaved = (): Startable => ({ start: () => {}, stop: () => {} });

const stress = (create: () => Startable) => stressLifecycle({ create, rounds: 3, deadlineMs: 100 });

test('passes a thing that can be started and stopped in any order', async () => {
  await expect(stress(wellBehaved)).resolves.toBeUndefined();
});

test('makes a new thing for every round', async () => {
  const made = new Set<Startable>();
  await stress(() => {
    const thing = wellBehaved();
    made.add(thing);
    return thing;
  });
  expect(made.size).toBe(5 * 3);
});

test('names the situation in which stop throws', async () => {
  const create = (): Startable => {
    let started = false;
    return {
      start: () => void (started = true),
      stop: () => {
        if (!started) throw new Error('not started');
      },
    };
  };
  await expect(stress(create)).rejects.toThrow('stop before start, round 1 of 3: Error: not started');
});

test('refuses a stop that never ends', async () => {
  const create = (): Startable => ({ start: () => {}, stop: () => new Promise(() => {}) });
  await expect(stress(create)).rejects.toThrow('start, stop, round 1 of 3: Error: not done after 100 ms');
});

test('lets a start fail that was overtaken by stop', async () => {
  const create = (): Startable => {
    let stopped = false;
    return {
      start: async () => {
        await Promise.resolve();
        if (stopped) throw new Error('stopped');
      },
      stop: () => void (stopped = true),
    };
  };
  await expect(stress(create)).resolves.toBeUndefined();
});

test('refuses what leaves a server open', async () => {
  const left: ReturnType<typeof createServer>[] = [];
  const create = (): Startable => ({ start: () => void left.push(createServer().listen(0)), stop: () => {} });
  await expect(stress(create)).rejects.toThrow(/Left open after every stop: \d+ TCPServerWrap/);
  for (const server of left) server.close();
});
