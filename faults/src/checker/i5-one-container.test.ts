import { expect, test } from 'vitest';
import { oneContainer } from './i5-one-container.ts';
import { story } from './story.ts';

const held = (places: Readonly<Record<string, readonly string[]>>) =>
  oneContainer(story([{ kind: 'containers', held: places, at: 0 }]));

test('finds a record that is nowhere, an id without a record, and an id in two places', () => {
  expect(held({ records: ['t'] })).toMatchObject([{ invariant: 'I5', what: 'has a record and is nowhere' }]);
  expect(held({ records: [], leased: ['t'] })).toMatchObject([{ what: 'is leased and has no record' }]);
  expect(held({ records: ['t'], ready: ['t'], dead: ['t'] })).toMatchObject([{ what: 'is in ready and dead' }]);
  expect(held({ records: ['t'], ready: ['t', 't'] })).toMatchObject([{ what: 'is in ready and ready' }]);
});

test('asks for no record of what was destroyed on purpose', () => {
  const destroyed = story([
    { kind: 'forgotten', ids: ['t'], at: 0 },
    { kind: 'containers', held: { records: [], dead: ['t', 'u'] }, at: 1 },
  ]);
  expect(oneContainer(destroyed)).toMatchObject([{ of: 'u', what: 'is dead and has no record' }]);
});

test('accepts each record in one place', () => {
  expect(held({ records: ['a', 'b'], ready: ['a'], dead: ['b'] })).toEqual([]);
});
