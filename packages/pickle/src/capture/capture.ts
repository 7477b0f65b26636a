import type { PickleProblem } from '../errors.ts';
import type { Node, Slot } from '../format.ts';
import { secretIn } from './secrets.ts';
import type { Activation } from './activation.ts';
import type { ClassMembers } from './class-members.ts';
import type { ExportView } from './export-view.ts';
import type { HeapView } from '../inspect/heap.ts';
import type { LocalModule } from './local-module.ts';
import type { FunctionRecord } from './function-record.ts';
import type { ModuleList } from './module-list.ts';
import type { ReferenceTable } from './reference-table.ts';

/** How a value was reached from another one. */
export interface Step {
  readonly from: Entry;
  /** The key of a property, or the words for another way: the name of a captured variable, `.values()`. */
  readonly how: PropertyKey;
  readonly kind: 'key' | 'property' | 'variable';
}

/** An object, function or symbol that was met, with the way to it. */
export interface Entry {
  readonly index: number;
  readonly value: unknown;
  readonly step: Step | undefined;
}

/** One walk over a graph of live values: what was met so far. */
export interface Capture {
  readonly entries: Entry[];
  readonly indices: Map<unknown, number>;
  /** The nodes made so far; those of functions follow when all are known. */
  readonly nodes: (Node | undefined)[];
  readonly functions: Map<number, FunctionRecord>;
  readonly activations: Map<string, Activation[]>;
  /** Objects that came with a function as its `prototype`. */
  readonly prototypes: Map<unknown, { readonly owner: number; readonly members: ClassMembers | undefined }>;
  /** Methods that come with the text of a class, and their nodes. */
  readonly members: Map<unknown, Node>;
  /** Exports of local modules of which only a part travels. */
  readonly views: Map<unknown, ExportView>;
  /** Those of them that are reached by another way, too, and must travel whole. */
  readonly wholeViews: Set<unknown>;
  /** The user's own modules that were met, by their URL. */
  readonly localModules: Map<string, LocalModule>;
  readonly modules: ModuleList;
  readonly references: ReferenceTable;
  /** Weak collections, of which those entries travel whose keys do. */
  readonly weak: { readonly entry: Entry; readonly items: Slot[]; readonly done: Set<unknown> }[];
  /** Instances with private state, and the classes that gave it. */
  readonly marked: { readonly entry: Entry; readonly owner: number }[];
  /** Values of environment variables that are named like secrets, and their names. */
  readonly secrets: () => ReadonlyMap<string, string>;
  /** Paths of captures that may travel although they look like secrets. */
  readonly allowSecrets: ReadonlySet<string>;
  readonly problems: PickleProblem[];
  /** Functions whose `this` is that of the code around them, and still unknown. */
  readonly wantThis: Set<number>;
  /** A snapshot of the heap, taken when first needed. */
  readonly heap: () => HeapView;
}

/** The place of a value in the graph; one that was not met before is put in line. */
export function slotFor(capture: Capture, value: unknown, step: Step | undefined): Slot {
  switch (typeof value) {
    case 'string':
      refuseSecret(capture, value, step);
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

/** Notes a string that looks like a secret; its value is never shown. */
function refuseSecret(capture: Capture, value: string, step: Step | undefined): void {
  const what = step && secretIn(value, capture.secrets());
  if (!what || !step || capture.allowSecrets.has(shortPath(step))) return;
  const path = pathTo(capture, { index: -1, value, step });
  const fix = `Read it where the function runs, pass it as an argument, or allow it: pickle(value, { allowSecrets: ['${shortPath(step)}'] }).`;
  capture.problems.push({ path, reason: `a secret (${value.length} characters, ${what})`, fix });
}

/** The path of a capture without the functions on the way: `smtp.pass`. */
function shortPath(step: Step): string {
  let path = '';
  for (let at: Step | undefined = step; at; at = at.from.step) {
    path = shown(at) + path;
    if (at.kind === 'variable') break;
  }
  return path.replace(/^\./, '');
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

/** Notes that a value cannot travel. */
export function refuse(capture: Capture, entry: Entry, reason: string, fix: string): Node {
  capture.problems.push({ path: pathTo(capture, entry), reason, fix });
  return ['refused'];
}

/** The way from the pickled value to one of its parts, in JavaScript syntax. */
export function pathTo(capture: Capture, entry: Entry): string {
  const steps: Step[] = [];
  for (let at = entry.step; at; at = at.from.step) steps.unshift(at);
  const root = steps[0]?.from ?? entry;
  let path = labelOf(capture, root);
  let afterVariable = false;
  for (const step of steps) {
    const isVariable = step.kind === 'variable';
    if (isVariable) path += ` captures ${shown(step)}`;
    else path += afterVariable ? ` → ${shown(step)}` : shown(step);
    afterVariable = isVariable;
  }
  return path;
}

/** `handler (jobs.ts:12)` for a function, `value` for anything else. */
function labelOf(capture: Capture, entry: Entry): string {
  const record = capture.functions.get(entry.index);
  if (!record) return typeof entry.value === 'function' ? 'function' : 'value';
  const { origin } = record;
  return origin.file ? `${origin.name} (${origin.file}:${origin.line})` : origin.name;
}

/** The step to a property. */
export function property(from: Entry, key: PropertyKey): Step {
  return { from, how: key, kind: 'key' };
}

/** A step as it is written: `.key`, `[0]`, `["a key"]`. */
function shown({ how, kind }: Step): string {
  if (kind !== 'key') return String(how);
  if (typeof how === 'symbol') return `[${String(how)}]`;
  const text = String(how);
  if (/^\d+$/.test(text)) return `[${text}]`;
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text) ? `.${text}` : `[${JSON.stringify(text)}]`;
}
