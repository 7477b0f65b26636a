import { sha256 } from '../sha256.ts';
import { changed, formatNewer, malformed } from '../errors.ts';
import { currentFormat, type Graph, type Pickle, type PickleModule } from '../format.ts';
import { isPortable } from '../modules/specifier.ts';
import { classPlans, type ClassPlan } from './class-plans.ts';
import { checkGraph } from './check-graph.ts';
import { isRecord } from './part-shapes.ts';

/** A pickle that may be read. */
export interface CheckedPickle {
  readonly graph: Graph;
  readonly classes: readonly ClassPlan[];
  readonly modules: readonly PickleModule[];
  /** The program texts by their hash, sorted. */
  readonly texts: readonly (readonly [sha: string, text: string])[];
}

const checked = new Map<string, readonly ClassPlan[]>();
const checkedLimit = 1_000;

/** Checks all of a pickle that can be checked without running anything of it. */
export function checkPickle(pickle: Pickle): CheckedPickle {
  if (!isRecord(pickle)) throw malformed('it is not an object');
  const { format, code, values, modules = [] } = pickle;
  checkFormat(format);
  checkCode(code);
  checkModules(modules);
  const texts = Object.entries(code).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const hashes = texts.map(([sha]) => sha);
  const key = deep(() => sha256(JSON.stringify([hashes, values, modules])));
  let classes = checked.get(key);
  if (!classes) {
    const graph = deep(() => checkGraph(values, modules.length, hashes.length));
    classes = classPlans(graph, modules, hashes);
    if (checked.size >= checkedLimit) checked.clear();
    checked.set(key, classes);
  }
  return { graph: values as Graph, classes, modules, texts };
}

function checkFormat(format: unknown): void {
  const version = typeof format === 'string' ? /^graflow-pickle\/(\d{1,9})$/.exec(format)?.[1] : undefined;
  if (Number(version ?? 0) > Number(currentFormat.split('/')[1])) throw formatNewer(String(format), currentFormat);
  if (format !== currentFormat) throw malformed(`its format is not ${currentFormat}`);
}

function checkCode(code: unknown): void {
  if (!isRecord(code)) throw malformed('it has no code');
  for (const [sha, text] of Object.entries(code)) {
    if (typeof text !== 'string' || sha256(text) !== sha) throw changed(`the code ${sha} is not what its name says`);
  }
}

function checkModules(modules: unknown): void {
  if (!Array.isArray(modules) || !modules.every(isModule)) throw malformed('its modules are no list of modules');
}

function isModule(module: unknown): boolean {
  if (!Array.isArray(module) || module.length > 3) return false;
  const [specifier, version, importedBy] = module as readonly unknown[];
  return (
    typeof specifier === 'string' &&
    // A path would lead to files of this machine.
    isPortable(specifier) &&
    !specifier.split('/').includes('..') &&
    (version === undefined || version === null || typeof version === 'string') &&
    (importedBy === undefined || (Array.isArray(importedBy) && importedBy.every(Number.isSafeInteger)))
  );
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
