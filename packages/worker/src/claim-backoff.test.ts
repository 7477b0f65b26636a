import { expect, onTestFinished, test, vi } from 'vitest';
import { ClaimBackoff } from './claim-backoff.ts';

const setup = () => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const delays: number[] = [];
  const backoff = new ClaimBackoff(stop.signal, () => 1);
  return { stop, delays, backoff, fail: () => backoff.failed((retryInMs) => delays.push(retryInMs)) };
};

test('lets all slots wait together, and tells it once', async () => {
  const { delays, fail } = setup();
  await Promise.all([fail(), fail(), fail()]);
  expect(delays).toEqual([100]);
});

test('waits longer from time to time, and at most 5 s', async () => {
  const { stop, delays, fail } = setup();
  stop.abort(); // so that nothing is really waited for
  for (let count = 0; count < 8; count += 1) await fail();
  expect(delays).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});

test('begins anew after an answer', async () => {
  const { stop, delays, fail, backoff } = setup();
  stop.abort();
  await fail();
  backoff.succeeded();
  await fail();
  expect(delays).toEqual([100, 100]);
});

test('shortens waits at random, to half at most, so that workers do not come all at once', async () => {
  const told = vi.fn<(retryInMs: number) => void>();
  await new ClaimBackoff(AbortSignal.abort(), () => 0).failed(told);
  expect(told).toHaveBeenCalledWith(50);
});
