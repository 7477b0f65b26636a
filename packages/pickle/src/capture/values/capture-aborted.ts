import type { Node } from '../../format.ts';
import { node } from './capture-data.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import { inheritsFrom } from './inherits-from.ts';

/** A signal that was aborted, with its reason; one that may still abort is somebody's here. Undefined for anything else. */
export function captureAborted(capture: Capture, entry: Entry): Node | undefined {
  const signal = entry.value as object;
  if (!inheritsFrom(signal, AbortSignal.prototype) || read(signal, 'aborted') !== true) return undefined;
  const step = { from: entry, how: '.reason', kind: 'property' } as const;
  return node(capture, entry, 'aborted', [slotFor(capture, read(signal, 'reason'), step)], {
    proto: AbortSignal.prototype,
    has: (key) => typeof key === 'symbol',
  });
}

/** Reads through Node's own accessor; undefined for an object that only inherits from the class. */
function read(signal: object, name: string): unknown {
  try {
    return Object.getOwnPropertyDescriptor(AbortSignal.prototype, name)?.get?.call(signal);
  } catch {
    return undefined;
  }
}
