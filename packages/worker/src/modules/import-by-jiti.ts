import { pathToFileURL } from 'node:url';
import { moduleFailed, noTypeScriptLoader } from '../errors.ts';
import type { ModuleExports } from './tasks-of.ts';

/** What is to be imported, and why Node refused. */
export interface JitiImport {
  readonly specifier: string;
  readonly url: string;
  readonly cwd: string;
  readonly refusal: unknown;
}

/**
 * Imports TypeScript by jiti, where it is installed.
 *
 * @throws WorkerError `GRAFLOW_TS_LOADER` where it is not, `GRAFLOW_MODULE_FAILED` when jiti cannot import it either.
 */
export async function importByJiti({ specifier, url, cwd, refusal }: JitiImport): Promise<ModuleExports> {
  const { createJiti } = await import('jiti').catch(() => {
    throw noTypeScriptLoader(specifier, refusal);
  });
  // Without its cache on disk: a worker may have no place to write, and starts rarely.
  const jiti = createJiti(pathToFileURL(`${cwd}/`).href, { fsCache: false, interopDefault: false });
  try {
    return await jiti.import<ModuleExports>(url);
  } catch (error) {
    throw moduleFailed(specifier, error);
  }
}
