import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pickle, unpickle } from '../src/index.ts';

const travel = async <T>(value: T): Promise<T> =>
  unpickle<T>(JSON.parse(JSON.stringify(pickle(value))) as ReturnType<typeof pickle>);

const values = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Steps on variables that two kinds of functions share: an outer one for all, an inner one for each pair. */
const steps = fc.array(
  fc.record({
    pair: fc.integer({ min: 0, max: 2 }),
    what: fc.constantFrom('addOuter', 'addInner', 'read'),
    by: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 20 },
);

function makePairs() {
  let outer = 0;
  return [10, 20, 30].map((start) => {
    let inner = start;
    return {
      addOuter: (by: number) => (outer += by) + inner,
      addInner: (by: number) => (inner += by) + outer,
      read: (_by: number) => [outer, inner].join(),
    };
  });
}

describe('any value', () => {
  test('comes back equal', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        expect(await travel(value)).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test('comes back equal when a function captured it', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const back = await travel(() => value);
        expect(back()).toStrictEqual(value);
      }),
      { numRuns: 100 },
    );
  });
});

describe('functions that share variables', () => {
  test('do what they do here, whatever is called and in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        const here = makePairs();
        const run = (pairs: typeof here, list: typeof before): unknown[] =>
          list.map(({ pair, what, by }) => pairs[pair]?.[what as 'read'](by));
        run(here, before);
        const there = await travel(here);
        expect(run(there, after)).toEqual(run(here, after));
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
