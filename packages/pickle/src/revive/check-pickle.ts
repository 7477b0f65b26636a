import { hashOf, sha256 } from '../emit/hash.ts';
import { changed, formatNewer, malformed } from '../errors.ts';
import { currentFormat, type Graph, type Pickle } from '../format.ts';
import { isPortable } from '../modules/specifier.ts';
import { classPlans, type ClassPlan } from './class-plans.ts';
import { checkGraph } from './check-graph.ts';
import { isRecord } from './part-shapes.ts';

/** A pickle that may be read. */
export interface CheckedPickle {
  readonly graph: Graph;
  readonly classes: readonly ClassPlan[];
}

const checked = new Map<string, readonly ClassPlan[]>();
const checkedLimit = 1_000;

/** Checks all of a pickle that can be checked without running anything of it. */
export function checkPickle(pickle: Pickle): CheckedPickle {
  if (!isRecord(pickle)) throw malformed('it is not an object');
  checkFormat(pickle.format);
  checkModules(pickle.modules);
  checkHashes(pickle);
  // The hash stands for all that was checked.
  const known = checked.get(pickle.hash);
  if (known) return { graph: pickle.values as Graph, classes: known };
  const hashes = Object.keys(pickle.code).toSorted();
  const graph = deep(() => checkGraph(pickle.values, pickle.modules.length, hashes.length));
  const classes = classPlans(graph, pickle.modules, hashes);
  if (checked.size >= checkedLimit) checked.clear();
  checked.set(pickle.hash, classes);
  return { graph, classes };
}

function checkFormat(format: unknown): void {
  const version = typeof format === 'string' ? /^graflow-pickle\/(\d{1,9})$/.exec(format)?.[1] : undefined;
  if (Number(version ?? 0) > Number(currentFormat.split('/')[1])) throw formatNewer(String(format), currentFormat);
  if (format !== currentFormat) throw malformed(`its format is not ${currentFormat}`);
}

function checkModules(modules: unknown): void {
  if (!Array.isArray(modules) || !modules.every(isModule)) throw malformed('it has no list of modules');
}

function isModule(module: unknown): boolean {
  if (!isRecord(module)) return false;
  const { specifier, package: name, version, exports, neededBy } = module;
  const isText = (value: unknown): boolean => typeof value === 'string';
  const isOptional = (value: unknown): boolean => value === undefined || isText(value);
  const isList = (value: unknown, holds: (item: unknown) => boolean): boolean =>
    Array.isArray(value) && value.every(holds);
  return (
    isText(specifier) &&
    // A path would lead to files of this machine.
    isPortable(specifier as string) &&
    !(specifier as string).split('/').includes('..') &&
    isOptional(name) &&
    isOptional(version) &&
    isList(exports, isText) &&
    isList(neededBy, Number.isSafeInteger)
  );
}

function checkHashes({ code, values, modules, hash }: Pickle): void {
  if (!isRecord(code) || values === undefined) throw malformed('it has no code or no values');
  for (const [sha, text] of Object.entries(code)) {
    if (typeof text !== 'string' || sha256(text) !== sha) throw changed(`the code ${sha} is not what its name says`);
  }
  if (deep(() => hashOf(code, values, modules)) !== hash) throw changed('its hash does not fit its values');
}

/** What is nested so deep that walking it overflows the stack was not written by `pickle`. */
function deep<T>(walk: () => T): T {
  try {
    return walk();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError)
      throw malformed(`it cannot be walked: ${error.message}`);
    throw error;
  }
}
