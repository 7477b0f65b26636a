/** A module that the functions of a pickle refer to. */
export interface PickleModule {
  /** What is imported: `lodash/fp`, `node:fs`. */
  readonly specifier: string;
  /** The package that the specifier leads to; absent for built-in modules. */
  readonly package?: string;
  /** The version that was installed where the pickle was made. */
  readonly version?: string;
  /** What is taken from it, as paths: `default.chunk`. */
  readonly exports: readonly string[];
  /** The functions that take it, by their place in `Pickle.origins`. */
  readonly neededBy: readonly number[];
}

/** Where a function was written. */
export interface PickleOrigin {
  /** The name of the function. */
  readonly name: string;
  /** The package of the file; absent where it has none. */
  readonly package?: string;
  /** The file, relative to its package; empty where the function was made from a text. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column?: number;
}

/** A value and all that it needs to live elsewhere, as plain JSON data: `JSON.parse(JSON.stringify(pickle))` is as good. */
export interface Pickle {
  /** The format and its version. */
  readonly format: 'graflow-pickle/1';
  /** SHA-256 in hex over the hashes of the code, the values and the modules; not over origins. */
  readonly hash: string;
  /** Program texts by the SHA-256 in hex of their text, so that a store can keep each once. */
  readonly code: Readonly<Record<string, string>>;
  /** The graph of values, which refers to code by its place among the sorted hashes. */
  readonly values: unknown;
  /** The modules that must be there before anything of it runs. */
  readonly modules: readonly PickleModule[];
  /** Where each function came from; for messages only. */
  readonly origins?: readonly PickleOrigin[];
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

/** One object, function or symbol of the graph. Its first entry says what the others mean. */
export type Node = readonly [kind: string, ...rest: unknown[]];

/** What `Pickle.values` holds. */
export interface Graph {
  readonly root: Slot;
  readonly nodes: readonly Node[];
}
