import { Buffer } from 'node:buffer';
import type { Capture, Entry, Step } from './capture/capture.ts';
import { originPlace, pathTo } from './capture/path.ts';
import type { Graph, Node, Pickle, Slot } from './format.ts';

/** One object, function, symbol or captured primitive that a pickle would carry. */
export interface ExplainedPart {
  /** How it is reached, in JavaScript syntax. */
  readonly path: string;
  /** What it is in the pickle: `function`, `object`, `map`, `module`, `global`, `string`, ... */
  readonly kind: string;
  /** How it travels: by value, by name, as what a reducer made of it, or not at all. */
  readonly travels: 'value' | 'name' | 'reduced' | 'refused';
  /** Its own size in the pickle, in bytes of JSON, the text of a function included. */
  readonly bytes: number;
  /** Its size and that of all that was first reached through it, in bytes. */
  readonly totalBytes: number;
  /** Where it was declared or, for a function, written: `src/jobs.ts:12`. */
  readonly place?: string;
}

/** The parts of a pickle, and for each the place in the list of the one that it was first reached from. */
export interface Parts {
  readonly parts: readonly ExplainedPart[];
  readonly parents: readonly (number | undefined)[];
}

/** The parts of a pickle, in the order in which the walk met them; captured primitives stand last. */
export function partsOf(capture: Capture, { values }: Pickle): Parts {
  const nodes = values as Graph;
  const found = [
    ...capture.entries.map((entry) => partOf(capture, entry, nodes[entry.index] ?? ['missing'])),
    ...primitives(capture),
  ];
  const parents = found.map(([, parent]) => parent);
  const totals = found.map(([{ bytes }]) => bytes);
  // A part is met after the one that it is reached from.
  for (let index = found.length - 1; index >= 0; index -= 1) {
    const parent = parents[index];
    if (parent !== undefined) totals[parent] = (totals[parent] ?? 0) + (totals[index] ?? 0);
  }
  return { parts: found.map(([part], index) => ({ ...part, totalBytes: totals[index] ?? 0 })), parents };
}

/** A part without its total, and its parent. */
type Found = readonly [part: Omit<ExplainedPart, 'totalBytes'>, parent: number | undefined];

function partOf(capture: Capture, entry: Entry, node: Node): Found {
  const [kind] = node;
  const text = capture.functions.get(entry.index)?.text.program ?? '';
  const bytes = Buffer.byteLength(JSON.stringify(node)) + Buffer.byteLength(text);
  const place = entry.step?.place?.() ?? originPlace(capture, entry);
  const part = { path: pathTo(capture, entry), kind, travels: travelsAs(kind), bytes };
  return [place === undefined ? part : { ...part, place }, entry.step?.from.index];
}

const named = new Set(['global', 'module', 'interop', 'require', 'import', 'member', 'prototype']);

function travelsAs(kind: string): ExplainedPart['travels'] {
  if (kind === 'reduced' || kind === 'refused') return kind;
  return named.has(kind) ? 'name' : 'value';
}

/** Variables whose value has no node of its own. */
function primitives(capture: Capture): Found[] {
  return [...capture.functions.values()].flatMap(({ index, captures }) => {
    const from = capture.entries[index];
    return captures.flatMap(({ name, slot, place }): Found[] => {
      if (!from || (Array.isArray(slot) && typeof slot[0] === 'number')) return [];
      const step: Step = { from, how: name, kind: 'variable', ...(place ? { place } : {}) };
      const path = pathTo(capture, { index: -1, value: undefined, step });
      const bytes = Buffer.byteLength(JSON.stringify(slot));
      const part = { path, kind: kindOf(slot), travels: 'value', bytes } as const;
      const shown = place?.();
      return [[shown === undefined ? part : { ...part, place: shown }, index]];
    });
  });
}

function kindOf(slot: Slot): string {
  if (slot === null) return 'null';
  return Array.isArray(slot) ? String(slot[0]) : typeof slot;
}
