import type { Capture, Entry, Step } from './capture.ts';
import { shownKey, shownText } from './refusals/shown-text.ts';

/** The way from the pickled value to one of its parts, in JavaScript syntax, with the places of functions and variables. */
export function pathTo(capture: Capture, entry: Entry): string {
  const steps: Step[] = [];
  for (let at = entry.step; at; at = at.from.step) steps.unshift(at);
  const root = steps[0]?.from ?? entry;
  let path = labelOf(capture, root);
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    const place = placeAt(capture, step, steps[index + 1]?.from ?? entry);
    if (step.kind === 'variable') path += ` captures ${shown(capture, step)}${place}`;
    else path += `${before?.kind === 'variable' ? ' → ' : ''}${shown(capture, step)}${place}`;
  }
  return path;
}

/** The path of a capture without the functions on the way: `smtp.pass`. */
export function shortPath(capture: Capture, step: Step): string {
  let path = '';
  for (let at: Step | undefined = step; at; at = at.from.step) {
    path = shown(capture, at) + path;
    if (at.kind === 'variable') break;
  }
  return path.replace(/^\./, '');
}

/** `handler (jobs.ts:12)` for a function, `value` for anything else. */
function labelOf(capture: Capture, entry: Entry): string {
  const record = capture.functions.get(entry.index);
  if (!record) return typeof entry.value === 'function' ? 'function' : 'value';
  return `${record.origin.name}${inBrackets(originPlace(capture, entry))}`;
}

/** Where a variable was declared, or else where the function that a step leads to was written. */
function placeAt(capture: Capture, { place }: Step, to: Entry): string {
  return inBrackets(place?.() ?? originPlace(capture, to));
}

/** `jobs.ts:12` for a function that travels by value. */
export function originPlace(capture: Capture, entry: Entry): string | undefined {
  const origin = capture.functions.get(entry.index)?.origin;
  return origin?.file ? `${origin.file}:${origin.line}` : undefined;
}

function inBrackets(place: string | undefined): string {
  return place ? ` (${place})` : '';
}

/** A step as it is written: `.key`, `[0]`, `["a key"]`, `.get("a key")`. */
function shown(capture: Capture, { how, kind }: Step): string {
  if (kind === 'key') return shownKey(capture, how);
  if (kind === 'map-key') return `.keys(${shownText(capture, String(how))})`;
  if (kind === 'map-value') return `.get(${shownText(capture, String(how))})`;
  return String(how);
}
