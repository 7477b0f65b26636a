import { createRequire } from 'node:module';
import { join } from 'node:path';
import { notRevived, PickleError } from './errors.ts';
import type { Pickle } from './format.ts';
import { originsIn } from './origin-text.ts';
import { checkPickle } from './revive/check-pickle.ts';
import { compileAll } from './revive/check-node.ts';
import { functionPlaces } from './revive/function-places.ts';
import { folderOf, loadModules, placeOf } from './revive/load-modules.ts';
import { neededModules } from './revive/needed-modules.ts';
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
 * Format, hashes, values and what is required of Node and of modules are checked before anything of it runs.
 *
 * Every reading gives functions and objects of its own. A class is made once per process, by its content: it comes again as it stands, with all that it leads to,
 * and its state is not set again. One that shares a variable that changes with a function outside of it is made anew with that function.
 *
 * @throws PickleError `GRAFLOW_PICKLE_MALFORMED`, `GRAFLOW_PICKLE_FORMAT_NEWER`, `GRAFLOW_PICKLE_CHANGED`,
 * `GRAFLOW_PICKLE_NODE_OLDER` with the syntax and built-in objects that this Node lacks; or `GRAFLOW_PICKLE_MODULE_MISSING` and
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
  const { graph, classes, modules: needed, texts } = checkPickle(pickle);
  const origins = originsIn(pickle);
  const folder = folderOf(options.from);
  const programs = compileAll(graph, texts, functionPlaces(graph, texts, origins));
  const modules = await loadModules(neededModules(graph, needed, origins), {
    folder,
    modules: options.modules ?? {},
    versions: options.versions ?? 'check',
  });
  return bringToLife(graph, classes, {
    modules,
    folder,
    run: (program) => programs.get(program)?.runInThisContext(),
    require: () => createRequire(join(folder, 'pickle.js')),
    load: (specifier) => import(placeOf(specifier, folder) ?? specifier),
  }) as T;
}

function bringToLife(...parts: Parameters<typeof revive>): unknown {
  try {
    return revive(...parts);
  } catch (error) {
    throw error instanceof PickleError ? error : notRevived(error);
  }
}
