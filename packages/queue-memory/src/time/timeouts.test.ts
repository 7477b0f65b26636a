import { expect, onTestFinished, test, vi } from 'vitest';
import { type Timed, type TimeoutLine, Timeouts } from './timeouts.ts';

const setup = () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const start = performance.now();
  const timeouts = new Timeouts();
  const ended: string[] = [];
  const add = (name: string, timeoutMs: number | undefined) => {
    const thing: Timed = {
      deadline: Infinity,
      before: undefined,
      behind: undefined,
      reject: (error) => {
        ended.push(error.message);
        line.leave(thing);
      },
      late: () => {
        ended.push(`${name} at ${performance.now() - start}`);
        line.leave(thing);
      },
    };
    const line: TimeoutLine = timeouts.add(thing, timeoutMs);
    return { leave: () => line.leave(thing) };
  };
  return { add, ended, timeouts };
};

test('ends each thing at its own deadline', () => {
  const { add, ended } = setup();
  add('first', 100);
  vi.advanceTimersByTime(30);
  add('second', 100);
  add('short', 20);
  vi.advanceTimersByTime(1_000);
  expect(ended).toEqual(['short at 50', 'first at 100', 'second at 130']);
});

test('shares one timer among things of one length', () => {
  const { add } = setup();
  for (let index = 0; index < 10; index += 1) add('same', 100);
  expect(vi.getTimerCount()).toBe(1);
});

test('does not end what has left, and leaves no timer behind', () => {
  const { add, ended } = setup();
  const first = add('first', 100);
  const second = add('second', 100);
  first.leave();
  first.leave();
  second.leave();
  expect(vi.getTimerCount()).toBe(0);
  add('third', 100);
  vi.advanceTimersByTime(1_000);
  expect(ended).toEqual(['third at 100']);
});

test('waits longer than Node can count in one go', () => {
  const { add, ended } = setup();
  add('long', 2 ** 31 + 1_000);
  vi.advanceTimersByTime(2 ** 31);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(ended).toEqual([`long at ${2 ** 31 + 1_000}`]);
});

test('takes things out of the middle and the end of a line', () => {
  const { add, ended } = setup();
  const [, second, third] = [add('first', 100), add('second', 100), add('third', 100)];
  third.leave();
  second.leave();
  add('fourth', 100);
  vi.advanceTimersByTime(100);
  expect(ended).toEqual(['first at 100', 'fourth at 100']);
});

test('ends everything at once, also what has no deadline', () => {
  const { add, ended, timeouts } = setup();
  for (const timeoutMs of [100, 20, undefined, 100]) add('thing', timeoutMs);
  timeouts.close(new Error('closed'));
  expect(ended).toEqual(['closed', 'closed', 'closed', 'closed']);
  expect(vi.getTimerCount()).toBe(0);
});
