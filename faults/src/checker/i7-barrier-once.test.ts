import { expect, test } from 'vitest';
import { tally } from './check.ts';
import { barrierOnce } from './i7-barrier-once.ts';
import { story } from './story.ts';

const barrier = { kind: 'barrier', group: 'g', members: ['t', 'u'], byAt: 1_000, at: 0 } as const;
const end = (id: string, at: number, how: 'value' | 'failure' = 'value') =>
  ({ kind: 'end', id, run: `${id}-${at}`, how, at }) as const;
const dead = (id: string) => ({ kind: 'outcome', id, state: 'dead', at: 2_000 }) as const;
const fired = (at: number, attempt = 1) => ({ kind: 'barrierFired', group: 'g', attempt, at }) as const;
const members = [end('t', 100), end('u', 200)];

test('finds a barrier that fires early, and counts it', () => {
  const found = barrierOnce(story([barrier, ...members, fired(150)]));
  expect(found).toHaveLength(1);
  expect(tally(found)).toMatchObject({ earlyBarriers: 1, others: 0 });
});

test('finds a barrier that fires twice, never, or after its deadline', () => {
  expect(barrierOnce(story([barrier, ...members, fired(300), fired(400)]))).toMatchObject([{ what: 'fired 2 times' }]);
  expect(barrierOnce(story([barrier, ...members]))).toMatchObject([{ what: 'never fired' }]);
  expect(barrierOnce(story([barrier, ...members, fired(1_100)]))).toMatchObject([{ what: 'fired after its deadline' }]);
});

test('accepts one that fires after its last member', () => {
  expect(barrierOnce(story([barrier, ...members, fired(300)]))).toEqual([]);
});

test('accepts one behind which a task runs again, and finds it where that began too early', () => {
  expect(barrierOnce(story([barrier, ...members, fired(300), fired(400, 2)]))).toEqual([]);
  expect(barrierOnce(story([barrier, ...members, fired(150), fired(400, 2)]))).toMatchObject([{ of: 'g' }]);
});

test('counts the last failure of a dead member, and the first value of one that ran twice', () => {
  const failures = [end('t', 100, 'failure'), end('t', 250, 'failure'), dead('t'), end('u', 200), end('u', 900)];
  expect(barrierOnce(story([barrier, ...failures, fired(220)]))).toMatchObject([{ of: 'g' }]);
  expect(barrierOnce(story([barrier, ...failures, fired(300)]))).toEqual([]);
});

test('asks no time of a member that was dead without having run', () => {
  expect(barrierOnce(story([barrier, dead('t'), end('u', 200), fired(300)]))).toEqual([]);
});
