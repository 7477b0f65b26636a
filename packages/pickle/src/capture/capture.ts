import type { PickleProblem, PickleWarning } from '../errors.ts';
import type { Node, Slot } from '../format.ts';
import type { Secrets } from './refusals/secrets.ts';
import type { ActivationTable } from './functions/activation-table.ts';
import type { ClassMembers } from './functions/class-members.ts';
import type { ExportView } from './modules/export-view.ts';
import type { HeapView } from '../inspect/heap.ts';
import type { LocalModule } from './modules/local-module.ts';
import type { FunctionRecord } from './functions/function-record.ts';
import type { ModuleList } from './modules/module-list.ts';
import type { ReferenceTable } from './modules/reference-table.ts';

/** How a value was reached from another one. */
export interface Step {
  readonly from: Entry;
  /** A key, or the words for another way: the name of a captured variable, `.values()`. */
  readonly how: PropertyKey;
  readonly kind: 'key' | 'property' | 'variable' | 'map-key' | 'map-value';
  /** Where a captured variable was declared. */
  readonly place?: () => string | undefined;
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
  readonly activations: Map<string, ActivationTable>;
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
  readonly secrets: () => Secrets;
  /** Paths of captures that may travel although they look like secrets. */
  readonly allowSecrets: ReadonlySet<string>;
  readonly problems: PickleProblem[];
  readonly warnings: PickleWarning[];
  /** Functions whose `this` is that of the code around them, and still unknown. */
  readonly wantThis: Set<number>;
  /** A snapshot of the heap, taken when first needed. */
  readonly heap: () => HeapView;
}
