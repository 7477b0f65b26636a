import { describe, expect, test } from 'vitest';
import { pickledBefore } from '../src/again/pickled-before.ts';
import { createCapture } from '../src/capture/walk.ts';
import { pickle } from '../src/index.ts';
import { makePickle } from '../src/make-pickle.ts';

const asNew = (fn: unknown) => makePickle(createCapture(), fn, undefined);

// These need no snapshot of the heap.
describe.each(['functions', 'function-objects', 'scopes', 'builtins'])('the functions of %s', async (file) => {
  const { cases } = (await import(`./fixtures/${file}.mjs`)) as { cases: Record<string, () => unknown> };
  const functions = Object.entries(cases).filter(([, fn]) => typeof fn === 'function');

  test.each(functions)('%s is pickled as if for the first time, before and after it ran', async (_, fn) => {
    const first = asNew(fn);
    for (let time = 0; time < 3; time += 1) expect(pickle(fn)).toEqual(first);
    // What it does to what it captured, and whether it fails, is its own affair.
    await Promise.resolve(0)
      .then(fn)
      .catch(() => undefined);
    expect(pickle(fn)).toEqual(asNew(fn));
  });

  test('are known from before, most of them', () => {
    expect(functions.filter(([, fn]) => pickledBefore(fn)).length).toBeGreaterThan(functions.length / 2);
  });
});
