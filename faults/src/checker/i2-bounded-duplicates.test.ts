import { expect, test } from 'vitest';
import { boundedDuplicates } from './i2-bounded-duplicates.ts';
import { run, story } from './story.ts';

test('finds a second start without a reason', () => {
  const found = boundedDuplicates(story([...run('w1', 0, 100), ...run('w2', 200, 300, 2)]));
  expect(found).toMatchObject([{ invariant: 'I2', of: 't', what: expect.stringContaining('for no reason') }]);
});

test('finds more starts than attempts and releases', () => {
  const killed = { kind: 'injured', who: 'w1', how: 'killed', at: 50 } as const;
  const found = boundedDuplicates(story([...run('w1', 0, 100), killed, ...run('w2', 200, 300, 1)]));
  expect(found).toMatchObject([{ what: 'started 2 times in 1 attempts with 0 releases' }]);
});

test('takes a run of an earlier claim that begins late for what its frozen worker does, and for nothing else', () => {
  const late = [...run('w2', 1_200, 1_250, 2), ...run('w1', 1_300, 1_400, 1)];
  const held = (how: string) => [{ kind: 'injured', who: 'w1', how, at: 50 } as const, ...late];
  expect(boundedDuplicates(story(held('frozen')))).toEqual([]);
  expect(boundedDuplicates(story(held('cut off')))).toMatchObject([{ invariant: 'I2', of: 't' }]);
});

test('takes a killed worker, a failure and a release for reasons', () => {
  const killed = { kind: 'injured', who: 'w1', how: 'killed', at: 50 } as const;
  expect(boundedDuplicates(story([...run('w1', 0, 100), killed, ...run('w2', 200, 300, 2)]))).toEqual([]);
  const released = { kind: 'settled', id: 't', attempt: 1, step: 'release', at: 110 } as const;
  expect(boundedDuplicates(story([...run('w1', 0, 100), released, ...run('w2', 200, 300, 1)]))).toEqual([]);
  const [start, end] = run('w1', 0, 100);
  const failed = { ...end, how: 'failure' } as NonNullable<typeof end>;
  expect(boundedDuplicates(story([start as typeof failed, failed, ...run('w2', 200, 300, 2)]))).toEqual([]);
});
