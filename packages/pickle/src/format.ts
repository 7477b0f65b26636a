/** A module that the functions of a pickle refer to. */
export type PickleModule = readonly [
  /** What is imported: `lodash/fp`, `node:fs`. */
  specifier: string,
  /** The version that was installed where the pickle was made; null or absent for built-in modules. */
  version?: string | null,
  /** The functions that import it while they run, by their number among the values; the values themselves tell of all others. */
  importedBy?: readonly number[],
];

/** A value and all that it needs to live elsewhere, as plain JSON data: `JSON.parse(JSON.stringify(pickle))` is as good. */
export interface Pickle {
  /** The format and its version. */
  readonly format: 'graflow-pickle/1';
  /** Program texts by the SHA-256 in hex of their text, so that a store can keep each once. */
  readonly code: Readonly<Record<string, string>>;
  /** The graph of values: the first is the value itself. They refer to code by its place among the sorted hashes. */
  readonly values: readonly unknown[];
  /** The modules that must be there before anything of it runs; absent where there are none. */
  readonly modules?: readonly PickleModule[];
  /**
   * Where each function came from, in their order among the values, as a stack trace shows it: `resize (my-app/src/images.ts:12:9)`; `crop (:22:3)` is in
   * the file of the one before. For messages and traces only.
   */
  readonly origins?: readonly string[];
}

/** The format that this version writes. */
export const currentFormat = 'graflow-pickle/1';

/** A value in place: a primitive, or a list that stands for what JSON cannot say. */
export type Slot =
  | string
  | number
  | boolean
  | null
  /** A node of the graph, by its number. */
  | readonly [node: number]
  | readonly ['undefined']
  | readonly ['number', 'NaN' | 'Infinity' | '-Infinity' | '-0']
  | readonly ['bigint', string]
  /** A binding that was not initialised, and stays so. */
  | readonly ['uninitialised'];

/** One own property: key, value or accessors, and flags where they are not all set (`w`ritable, `e`numerable, `c`onfigurable). */
export type PropertyData =
  | readonly [key: Slot, value: Slot]
  | readonly [key: Slot, value: Slot, flags: string]
  | readonly [key: Slot, get: Slot, flags: string, set: Slot];

/** What any object may have besides its kind. */
export interface Extras {
  readonly proto?: Slot;
  readonly props?: readonly PropertyData[];
  /** Natural properties that were deleted. */
  readonly without?: readonly Slot[];
  readonly lock?: 'frozen' | 'sealed' | 'fixed';
  /** Private fields, by the class that declares them: on an instance from the base class on, on a class its own. */
  readonly privates?: readonly (readonly [owner: number, fields: readonly (readonly [name: string, value: Slot])[]])[];
  /** The prototype of the object that a method with `super` was written in. */
  readonly super?: Slot;
  /** The mark that `task()` gave a function. */
  readonly task?: { readonly name: string; readonly options: Slot };
}

/**
 * One object, function or symbol of the graph. Its first entry says what the others mean; those at the end that say nothing are left out:
 *
 * - `[kind, program, name?, position?, Extras?]` for a function: `class`, `method`, `getter`, `setter`, or `function` for all others. The name is that of the
 *   function where its text gives it another one, the position its place among the functions of the program.
 * - `['code', text, variables?, ProgramExtras?]` for a program.
 * - `['primitive', slot]` for a value that is no object.
 * - All others stand in `revive/node-shape.ts`.
 */
export type Node = readonly [kind: string, ...rest: unknown[]];

/** What `Pickle.values` holds. */
export type Graph = readonly Node[];

/** The values of the variables of a scope, and what else it has. */
export type ScopeData = readonly [variables: readonly Slot[], extras?: ScopeExtras];

/** What a scope of a program may have besides variables. */
export interface ScopeExtras {
  readonly scopes?: readonly ScopeData[];
  readonly this?: Slot;
  readonly arguments?: Slot;
}

/** What a program may have besides the variables of its outermost scope. */
export interface ProgramExtras extends ScopeExtras {
  /** Where the text of each of its functions begins; left out for a single one that stands behind the first `[[` or `[[{`. */
  readonly starts?: readonly number[];
  /** The values that must be alive before it runs. */
  readonly needs?: readonly number[];
  /** True when a function of it assigns to a variable around it. */
  readonly changes?: true;
}
