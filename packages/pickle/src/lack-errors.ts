import { PickleError } from './errors.ts';

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

/** Modules that the pickle needs are not here. */
export function moduleMissing(modules: readonly LackingModule[], from: string, cause?: unknown): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_MODULE_MISSING',
    `The pickle needs what is not here:\n${linesOf(modules)}\nLooked from ${from}. Install it there, or pass another { from }.`,
    { modules },
    { cause },
  );
}

/** Modules that the pickle needs are here in a version that may do something else. */
export function moduleVersion(modules: readonly LackingModule[], from: string): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_MODULE_VERSION',
    `The pickle needs other versions than those that are here:\n${linesOf(modules)}\nLooked from ${from}. Install the version that it was made with, or pass { versions: 'ignore' }.`,
    { modules },
  );
}

function linesOf(modules: readonly LackingModule[]): string {
  return modules.map((module) => `  ${lineOf(module)}`).join('\n');
}

function lineOf({ specifier, versionSeen, exports, neededBy, lack }: LackingModule): string {
  const what = exports.filter((path) => path !== '*').join(', ');
  const name = `${specifier}${versionSeen ? `@${versionSeen}` : ''}${what ? ` (${what})` : ''}`;
  return `${name}${neededBy.length > 0 ? `, needed by ${neededBy.join(', ')}` : ''}: ${lack}`;
}

/** The pickle needs a newer Node. */
export function nodeOlder(features: readonly NodeLack[]): PickleError {
  const lines = features.map(({ feature, node, neededBy }) => {
    const from = node ? ` (Node ${node} and later)` : '';
    return `  ${feature}${from}${neededBy.length > 0 ? `, needed by ${neededBy.join(', ')}` : ''}`;
  });
  return new PickleError(
    'GRAFLOW_PICKLE_NODE_OLDER',
    `The pickle needs what Node ${process.versions.node} lacks:\n${lines.join('\n')}\nRead it with a newer Node, or write the function without it. Nothing of it was run.`,
    { features },
  );
}
