import { TaskSpec } from '@graflow/taskspec';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Claimers } from './claimers.ts';
import type { WakeUp } from './wake-up.ts';

/** Claimers that a marker wakes as soon as they wait in Redis; each test answers their round trips. */
const setup = () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const awake = { wait: () => Promise.resolve(), close: () => {} } as unknown as WakeUp;
  const claimers = new Claimers(awake);
  const givenBack: TaskSpec[] = [];
  claimers.giveBack = (spec) => void givenBack.push(spec);
  return { claimers, givenBack };
};

test('a wait that is over still takes the task that is asked for on its behalf', async () => {
  const { claimers, givenBack } = setup();
  const next = claimers.next({ waitMs: 10 });
  claimers.serve(claimers.take(1), 0, [], -1);
  await vi.advanceTimersByTimeAsync(1); // the marker comes, and it is asked for again
  const asked = claimers.take(1);
  vi.advanceTimersByTime(20);
  const spec = new TaskSpec({ name: 'mail' });
  claimers.serve(asked, 1, [spec], 0);

  expect(await next).toBe(spec);
  expect(givenBack).toEqual([]);
});

test('a wait that is over ends with the answer of the round trip that was under way', async () => {
  const { claimers } = setup();
  const next = claimers.next({ waitMs: 10 });
  const asked = claimers.take(1);
  vi.advanceTimersByTime(20);
  claimers.serve(asked, 0, [], -1);

  expect(await next).toBeUndefined();
});

test('a wait that is over asks again while Redis has more to do at once', async () => {
  const { claimers } = setup();
  const next = claimers.next({ waitMs: 10 });
  const asked = claimers.take(1);
  vi.advanceTimersByTime(20);
  claimers.serve(asked, 0, [], 0);
  expect(claimers.mustAsk).toBe(true);
  claimers.serve(claimers.take(1), 0, [], -1);

  expect(await next).toBeUndefined();
});

test('a wait that is over asks again when all that came was settled right away', async () => {
  const { claimers } = setup();
  void claimers.next({ waitMs: 10 });
  const asked = claimers.take(1);
  vi.advanceTimersByTime(20);
  claimers.serve(asked, 1, [], 0);

  expect(claimers.mustAsk).toBe(true);
});
