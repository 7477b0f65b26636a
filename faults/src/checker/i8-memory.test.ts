import { expect, test } from 'vitest';
import { memory } from './i8-memory.ts';
import { story } from './story.ts';

const after = (bytes: number) =>
  memory(
    story([
      { kind: 'memory', who: 'redis', moment: 'before', bytes: 1_000, at: 0 },
      { kind: 'memory', who: 'redis', moment: 'after', bytes, at: 100 },
    ]),
  );

test('finds growth of more than five per cent', () => {
  expect(after(1_051)).toMatchObject([{ invariant: 'I8', what: 'uses 1051 bytes after 1000' }]);
  expect(after(1_050)).toEqual([]);
});
