import { Buffer } from 'node:buffer';
import type { Capture } from './capture/capture.ts';
import { walk } from './capture/walk.ts';
import { emit } from './emit/emit.ts';
import { partsOf } from './explained-parts.ts';
import type { Pickle } from './format.ts';
import { heaviestParts } from './heaviest-parts.ts';
import { releaseHandles } from './inspect/session.ts';
import { refused, tooLarge } from './refusal.ts';
import { warnOnce } from './warn-once.ts';

/** Walks a value and writes its pickle, or throws what stands in the way. */
export function makePickle(capture: Capture, value: unknown, maxBytes: number | undefined): Pickle {
  try {
    const root = walk(capture, value);
    if (capture.problems.length > 0) throw refused(capture.problems);
    const pickle = emit(capture, root);
    refuseTooLarge(capture, pickle, maxBytes);
    warnOnce(capture.warnings);
    return pickle;
  } finally {
    if (capture.functions.size > 0) releaseHandles();
  }
}

function refuseTooLarge(capture: Capture, pickle: Pickle, maxBytes: number | undefined): void {
  if (maxBytes === undefined) return;
  const bytes = Buffer.byteLength(JSON.stringify(pickle));
  if (bytes > maxBytes) throw tooLarge(bytes, maxBytes, heaviestParts(partsOf(capture, pickle)));
}
