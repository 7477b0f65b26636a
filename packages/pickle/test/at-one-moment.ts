import { createCapture, viewWhenAsked } from '../src/capture/walk.ts';
import type { Pickle } from '../src/index.ts';
import { makePickle } from '../src/make-pickle.ts';

export * from '../src/index.ts';

/** Gives a `pickle` for values of one moment: all its pickles look at one snapshot of the heap, the slowest part of many of them. */
export function pickleAtOneMoment(): (value: unknown) => Pickle {
  const heap = viewWhenAsked();
  return (value) => makePickle(createCapture([], heap), value, undefined);
}
