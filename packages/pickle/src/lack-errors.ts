import { PickleError } from './errors.ts';
import type { LackingModule, NodeLack } from './lack.ts';

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
