import { onTestFinished, expect, test, vi } from 'vitest';
import { Alarm } from './alarm.ts';

const setup = () => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  const rings: number[] = [];
  return { rings, alarm: new Alarm(Date.now, () => rings.push(Date.now())) };
};

test('rings once, at the nearest of the times it was set to', () => {
  const { alarm, rings } = setup();
  alarm.set(300);
  alarm.set(100);
  alarm.set(200);
  vi.advanceTimersByTime(1_000);
  expect(rings).toEqual([100]);
});

test('can be set again when it rang', () => {
  const { alarm, rings } = setup();
  alarm.set(100);
  vi.advanceTimersByTime(100);
  alarm.set(250);
  vi.advanceTimersByTime(1_000);
  expect(rings).toEqual([100, 250]);
});

test('rings soon for a time that has passed', () => {
  const { alarm, rings } = setup();
  alarm.set(-5);
  vi.advanceTimersByTime(1);
  expect(rings).toEqual([1]);
});

test('sets no timer for Infinity and none that Node cannot count', () => {
  const { alarm, rings } = setup();
  alarm.set(Infinity);
  expect(vi.getTimerCount()).toBe(0);
  alarm.set(2 ** 40);
  vi.advanceTimersByTime(2 ** 31 - 2);
  expect(rings).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rings).toEqual([2 ** 31 - 1]);
});

test('never rings once it is stopped', () => {
  const { alarm, rings } = setup();
  alarm.set(100);
  alarm.stop();
  alarm.set(50);
  vi.advanceTimersByTime(1_000);
  expect(rings).toEqual([]);
});

test('does not keep the process alive', () => {
  const alarm = new Alarm(Date.now, () => {});
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  alarm.set(Date.now() + 60_000);
  expect(timers()).toBe(before);
  alarm.stop();
});
