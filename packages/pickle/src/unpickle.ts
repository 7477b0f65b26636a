import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { hashOf, sha256 } from './emit/hash.ts';
import { changed, formatNewer, malformed } from './errors.ts';
import { currentFormat, type Graph, type Node, type Pickle } from './format.ts';
import { compile } from './revive/compile.ts';
import { functionPlaces } from './revive/function-places.ts';
import { graphIn } from './revive/graph.ts';
import { folderOf, loadModules, placeOf } from './revive/load-modules.ts';
import { revive } from './revive/revive.ts';

/** How a pickle is read. */
export interface UnpickleOptions {
  /** The folder, or a file in it, from which packages are imported; the working directory if absent. */
  readonly from?: string | URL;
  /** Modules that the caller has at hand, by specifier; they are taken instead of importing. */
  readonly modules?: Readonly<Record<string, unknown>>;
  /**
   * `check`, the default, refuses a package whose major version is not the one that the pickle was made with, and warns once
   * (`GRAFLOW_PICKLE_MODULE_OLDER`) of one whose minor version is lower; `ignore` takes what is installed.
   */
  readonly versions?: 'check' | 'ignore';
}

/**
 * Turns a pickle back into the value that it was made of. This runs the code in it: read only pickles of people whom you would let run code here.
 *
 * Format, hashes and required modules are checked before anything of it runs.
 *
 * @throws PickleError `GRAFLOW_PICKLE_MALFORMED`, `GRAFLOW_PICKLE_FORMAT_NEWER`, `GRAFLOW_PICKLE_CHANGED`; or `GRAFLOW_PICKLE_MODULE_MISSING` and
 * `GRAFLOW_PICKLE_MODULE_VERSION` with every package, version and export that is not here, and which functions need it.
 *
 * @example
 * ```ts
 * import { unpickle } from '@graflow/pickle';
 *
 * const greet = await unpickle<(name: string) => string>(JSON.parse(data), { from: import.meta.url });
 * greet('Ada');
 * ```
 */
export async function unpickle<T>(pickle: Pickle, options: UnpickleOptions = {}): Promise<T> {
  check(pickle);
  const graph = graphIn(pickle.values);
  const folder = folderOf(options.from);
  const modules = await loadModules(pickle.modules, {
    folder,
    modules: options.modules ?? {},
    versions: options.versions ?? 'check',
    origins: pickle.origins ?? [],
  });
  const programs = compileAll(graph, pickle);
  return revive(graph, {
    modules,
    run: (program) => programs.get(program)?.runInThisContext(),
    require: () => createRequire(join(folder, 'pickle.js')),
    load: (specifier) => import(placeOf(specifier, folder) ?? specifier),
  }) as T;
}

function check(pickle: Pickle): void {
  if (typeof pickle !== 'object' || pickle === null) throw malformed('it is not an object');
  const format: unknown = pickle.format;
  if (isNewer(format)) throw formatNewer(format, currentFormat);
  if (format !== currentFormat) throw malformed(`its format is ${JSON.stringify(format)}, not ${currentFormat}`);
  if (typeof pickle.code !== 'object' || pickle.code === null || !Array.isArray(pickle.modules))
    throw malformed('it has no code or no modules');
  for (const [sha, text] of Object.entries(pickle.code)) {
    if (typeof text !== 'string' || sha256(text) !== sha) throw changed(`the code ${sha} is not what its name says`);
  }
  if (hashOf(pickle.code, pickle.values, pickle.modules) !== pickle.hash)
    throw changed('its hash does not fit its values');
}

function isNewer(format: unknown): format is string {
  const version = typeof format === 'string' ? /^graflow-pickle\/(\d{1,9})$/.exec(format)?.[1] : undefined;
  return Number(version ?? 0) > Number(currentFormat.split('/')[1]);
}

/** Every program of a pickle; what this Node cannot read shows before anything runs. */
function compileAll(graph: Graph, { code, origins = [] }: Pickle): ReadonlyMap<Node, Script> {
  const places = functionPlaces(graph, origins);
  const programs = new Map<Node, Script>();
  for (const node of graph.nodes) {
    if (node[0] !== 'code') continue;
    const sha = node[1] as string;
    const text = Object.hasOwn(code, sha) ? code[sha] : undefined;
    if (text === undefined) throw malformed(`the code ${sha} is not in it`);
    programs.set(node, compile(sha, text, places.get(node) ?? []));
  }
  return programs;
}
