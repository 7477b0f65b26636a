import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Timeouts } from './timeouts.ts';
import { Wait, type WaitLimits } from './wait.ts';

const setup = (limits: WaitLimits = {}) => {
  const left: unknown[] = [];
  const keeper = {
    late: (wait: Wait<string>) => wait.resolve('too late'),
    leave: (wait: Wait<string>) => void left.push(wait),
  };
  return { wait: new Wait<string>(limits, new Timeouts(), keeper, undefined), left };
};

test('ends as its keeper says', async () => {
  const { wait, left } = setup({ timeoutMs: 10_000 });
  wait.resolve('done');
  expect(await wait.promise).toBe('done');
  expect(left).toEqual([wait]);
});

test('lets its keeper end it when its time is over', async () => {
  const { wait, left } = setup({ timeoutMs: 1 });
  expect(await wait.promise).toBe('too late');
  expect(left).toEqual([wait]);
});

test('rejects with the reason of its signal', async () => {
  const stop = new AbortController();
  const { wait, left } = setup({ signal: stop.signal, timeoutMs: 10_000 });
  stop.abort('enough');
  await expect(wait.promise).rejects.toBe('enough');
  expect(left).toEqual([wait]);
});

test('leaves no listener on its signal', async () => {
  const { signal } = new AbortController();
  const waits = Array.from({ length: 20 }, () => setup({ signal }).wait);
  expect(getEventListeners(signal, 'abort')).toHaveLength(20);
  for (const wait of waits) wait.resolve('done');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
