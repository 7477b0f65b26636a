import { types } from 'node:util';
import { marksInstances } from '../../analyse/class-edits.ts';
import { isClassSyntax } from '../../analyse/syntax.ts';
import type { Extras } from '../../format.ts';
import { privateMembers } from '../../inspect/internals.ts';
import { refuse } from './refuse.ts';
import type { Capture } from '../capture.ts';

/** Refuses objects that got private fields of a class which is not theirs: a base whose constructor returns another object does that. */
export function refuseStamped(capture: Capture): void {
  if (![...capture.functions.keys()].some((index) => mayStamp(capture, index))) return;
  for (const entry of capture.entries) {
    const node = capture.nodes[entry.index];
    if (!node || !carried.has(node[0]) || types.isProxy(entry.value)) continue;
    const extras = node.at(-1) as Extras | undefined;
    const known = (extras?.privates ?? []).flatMap(([, fields]) => fields.map(([name]) => name));
    const [stranger] = privateMembers(entry.value as object).filter(({ name }) => !known.includes(name));
    if (!stranger) continue;
    refuse(
      capture,
      entry,
      `an object with ${stranger.name} of a class that is not its own`,
      'Keep what belongs to the object in a WeakMap: its entries travel.',
    );
  }
}

/** Nodes of objects that are copied. */
const carried = new Set(['object', 'array', 'map', 'set', 'date', 'regexp', 'error', 'promise']);

/** True for a class with private members whose base may return any object. */
function mayStamp(capture: Capture, index: number): boolean {
  const { text } = capture.functions.get(index) ?? {};
  if (!text?.extends || !isClassSyntax(text.root) || !marksInstances(text.root)) return false;
  const base = Object.getPrototypeOf(capture.entries[index]?.value) as object | null;
  return (
    typeof base === 'function' && !types.isProxy(base) && /\breturn\b/.test(Function.prototype.toString.call(base))
  );
}
