import type { Slot } from '../format.ts';
import type { Capture, Entry, Step } from './capture.ts';
import { refuseSecretText } from './refusals/refuse-secrets.ts';

/** The place of a value in the graph; one that was not met before is put in line. */
export function slotFor(capture: Capture, value: unknown, step: Step | undefined): Slot {
  switch (typeof value) {
    case 'string':
      refuseSecretText(capture, value, step);
      return value;
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : unusualNumber(value);
    case 'undefined':
      return ['undefined'];
    case 'bigint':
      return ['bigint', String(value)];
    default:
      return value === null ? null : [indexOf(capture, value, step)];
  }
}

function unusualNumber(value: number): Slot {
  if (Number.isNaN(value)) return ['number', 'NaN'];
  if (value === 0) return ['number', '-0'];
  return ['number', value > 0 ? 'Infinity' : '-Infinity'];
}

/** The number of an object, function or symbol. */
export function indexOf(capture: Capture, value: unknown, step: Step | undefined): number {
  const known = capture.indices.get(value);
  if (known !== undefined) {
    if (capture.views.has(value)) capture.wholeViews.add(value);
    return known;
  }
  const index = capture.entries.length;
  capture.indices.set(value, index);
  capture.entries.push({ index, value, step });
  capture.nodes.push(undefined);
  return index;
}

/** The step to a property. */
export function property(from: Entry, key: PropertyKey): Step {
  return { from, how: key, kind: 'key' };
}
