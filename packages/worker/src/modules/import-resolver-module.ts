import { pathToFileURL } from 'node:url';
import { resolveImport } from '@graflow/pickle';
import { codeOf } from '../error-code.ts';
import { moduleFailed, moduleNotFound } from '../errors.ts';
import { findModuleFile, isPath, nearestPath } from './find-module-file.ts';
import { importByJiti } from './import-by-jiti.ts';
import type { ModuleExports } from './tasks-of.ts';

/**
 * Imports a resolver module: natively, and where Node says that it cannot load this TypeScript, by jiti.
 *
 * @param cwd - an absolute path
 * @throws WorkerError `GRAFLOW_MODULE_NOT_FOUND`, `GRAFLOW_MODULE_FAILED`, `GRAFLOW_TS_LOADER`.
 */
export async function importResolverModule(specifier: string, cwd: string): Promise<ModuleExports> {
  const url = isPath(specifier) ? pathToFileURL(findModuleFile(specifier, cwd)).href : packageUrl(specifier, cwd);
  try {
    return unwrapCommonJs((await import(url)) as ModuleExports);
  } catch (error) {
    if (!isTypeScriptError(error, url)) throw moduleFailed(specifier, error);
    return unwrapCommonJs(await importByJiti({ specifier, url, cwd, refusal: error }));
  }
}

function packageUrl(specifier: string, cwd: string): string {
  const url = resolveImport(specifier, cwd);
  if (url?.startsWith('file:')) return url;
  throw moduleNotFound(specifier, [`the package "${specifier}" from ${cwd}`], nearestPath(specifier, cwd));
}

const typeScriptCodes: ReadonlySet<unknown> = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
]);

/** What Node meets in TypeScript that was written for a bundler: an extension it does not know, or one left out. */
function isTypeScriptError(error: unknown, url: string): boolean {
  const isTypeScript = /\.[cm]?ts$/.test(url);
  return typeScriptCodes.has(codeOf(error)) || (isTypeScript && codeOf(error) === 'ERR_MODULE_NOT_FOUND');
}

/** Node gives names to the exports of CommonJS only where it can tell them from the text; the object has them all. */
function unwrapCommonJs(exported: ModuleExports): ModuleExports {
  const { default: whole } = exported;
  const names = Object.keys(exported).filter((name) => name !== 'default' && name !== 'module.exports');
  return names.length === 0 && typeof whole === 'object' && whole !== null ? (whole as ModuleExports) : exported;
}
