/** One module that a pickle needs and that is not here as it needs it. */
export interface LackingModule {
  /** What the pickle imports. */
  readonly specifier: string;
  /** What it takes from it, as paths. */
  readonly exports: readonly string[];
  /** The functions that take it, with their places: `resize (my-app/src/images.ts:12)`. */
  readonly neededBy: readonly string[];
  /** The version that was installed where the pickle was made. */
  readonly versionSeen?: string;
  /** The version that is installed here. */
  readonly versionHere?: string;
  /** What is wrong, in words. */
  readonly lack: string;
}

/** Something of the language or of Node that a pickle needs and that this Node lacks. */
export interface NodeLack {
  /** `using declarations`, `Temporal.Now`. */
  readonly feature: string;
  /** The version of Node that brought it, where that is known. */
  readonly node?: string;
  /** The functions that need it, with their places. */
  readonly neededBy: readonly string[];
}
