import { types } from 'node:util';
import type { Node } from '../../format.ts';
import { refuse } from './refuse.ts';
import type { Capture, Entry } from '../capture.ts';
import { graflowObject } from './graflow-objects.ts';
import { isIteratorUnderWay } from './iterators.ts';
import { keyKind, liveObject } from './live-objects.ts';
import { isCopyOf } from './secrets.ts';

const createInside = 'Create it inside the function that uses it.';
const readInside = 'Read process.env where the function runs.';

/** Refuses what lives in one process only; undefined for anything that may travel. */
export function refuseUnportable(capture: Capture, entry: Entry): Node | undefined {
  const value = entry.value as object;
  const no = (reason: string, fix: string, otherwise?: string): Node => refuse(capture, entry, reason, fix, otherwise);
  if (types.isGeneratorObject(value))
    return no('a generator that is under way', 'Pass the generator function.', 'Or pass an array of what it gives.');
  if (typeof value === 'object' && isIteratorUnderWay(value))
    return no(
      'an iterator that is under way',
      'Pass the collection.',
      'Or pass an array of what is left: [...iterator].',
    );
  if (types.isExternal(value))
    return no('a native handle', createInside, 'Or pass what it is made from as an argument.');
  if (Object.getPrototypeOf(value) === FinalizationRegistry.prototype)
    return no('a FinalizationRegistry', 'Pass the object itself.', createInside.replace('Create', 'Or create'));
  return typeof value === 'object' ? refuseObject(capture, entry, value) : undefined;
}

function refuseObject(capture: Capture, entry: Entry, value: object): Node | undefined {
  if (value === process.env || isCopyOf(process.env, value)) {
    const what =
      value === process.env ? 'the environment of this process' : 'a copy of the environment of this process';
    return refuse(
      capture,
      entry,
      `${what}, secrets included`,
      readInside,
      'Or capture the few variables that it needs, one by one.',
    );
  }
  const key = keyKind(value);
  if (key !== undefined) {
    return refuse(
      capture,
      entry,
      `a secret (a ${key})`,
      'Make it where the function runs, from a secret that is kept there.',
      'Or pass what it is made from as an argument.',
    );
  }
  const part = graflowObject(value);
  if (part) return refuse(capture, entry, `${part.what}, which lives in this process`, ...part.fixes);
  const live = liveObject(value);
  return live === undefined ? undefined : refuse(capture, entry, live, createInside);
}
