import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { processWide } from '../process-wide.ts';
import { packageAround } from './package-folder.ts';
import { filePathOf, installedPackageOf, isPortable, packageNameIn, specifierOfFile } from './specifier.ts';

/**
 * Lets what one of your own files exports travel by name instead of by value: the worker imports the file itself. It holds for the whole process, tasks
 * included, until the function that it gives is called. What the file does not export goes on to travel by value.
 *
 * The worker imports `as`; unless given, the file's path in its package: `shop/src/tasks.ts`. A package is found by its name in `node_modules`, or
 * around the place from which the pickle is read. No path of this machine travels.
 *
 * @throws TypeError for what is no file, and where the package does not give the file out and `as` is missing.
 *
 * @example
 * ```ts
 * import { byReference } from '@graflow/pickle';
 *
 * byReference(new URL('./tasks.ts', import.meta.url));
 * byReference(new URL('./rates.ts', import.meta.url), 'shop/dist/rates.js');
 * ```
 */
export function byReference(module: string | URL, as?: string): () => void {
  const path = filePathOf(String(module));
  if (path === undefined)
    throw new TypeError(
      "byReference() takes the URL or the absolute path of a file: new URL('./tasks.ts', import.meta.url).",
    );
  const file = realpathSync(path);
  const home = packageAround(dirname(file));
  const specifier = as ?? (home && specifierOfFile(file, home));
  if (specifier === undefined)
    throw new TypeError(
      `The package ${home?.name ?? 'around it'} gives ${path.split(/[/\\]/).at(-1)} out under no name. Say what the worker imports: byReference(file, 'my-package/tasks').`,
    );
  if (!isPortable(specifier))
    throw new TypeError(
      `byReference() needs the name of a package in ${JSON.stringify(specifier)}, as in my-package/tasks.`,
    );
  filesByReference().set(file, specifier);
  return () => void filesByReference().delete(file);
}

/**
 * Lets functions and classes of a package travel by value although it is installed: the worker need not have it. It holds for the whole process, tasks
 * included, until the function that it gives is called. What that package imports from others travels by name.
 *
 * @throws TypeError for what is not the name of a package.
 *
 * @example
 * ```ts
 * import { byValue } from '@graflow/pickle';
 *
 * byValue('@acme/pricing');
 * ```
 */
export function byValue(packageName: string): () => void {
  if (typeof packageName !== 'string' || !isPortable(packageName) || packageNameIn(packageName) !== packageName)
    throw new TypeError(
      `byValue() takes the name of a package, as '@acme/pricing'; got ${JSON.stringify(packageName)}.`,
    );
  packagesByValue().add(packageName);
  return () => void packagesByValue().delete(packageName);
}

/** The specifier under which a file travels by name; undefined for one that travels by value. */
export function specifierFor(file: string): string | undefined {
  const marked = filesByReference().get(file) ?? markedTypeScript(file);
  if (marked !== undefined) return marked;
  const home = installedPackageOf(file);
  return home && !packagesByValue().has(home.name) ? specifierOfFile(file, home) : undefined;
}

/** TypeScript imports `./tasks.ts` as `./tasks.js`. */
function markedTypeScript(file: string): string | undefined {
  const marked = filesByReference();
  if (marked.size === 0 || !/\.[cm]?js$/.test(file) || existsSync(file)) return undefined;
  const [, name = '', kind = ''] = /^(.*)\.([cm]?)js$/.exec(file) ?? [];
  return marked.get(`${name}.${kind}ts`) ?? marked.get(`${name}.${kind}tsx`);
}

/** True for the specifier of a package that travels by value. */
export function isByValue(specifier: string): boolean {
  return packagesByValue().has(packageNameIn(specifier));
}

/** Files that travel by name, and what each is imported as. */
export function filesByReference(): Map<string, string> {
  return processWide('byReference', () => new Map<string, string>());
}

/** Packages that travel by value although they are installed. */
export function packagesByValue(): Set<string> {
  return processWide('byValue', () => new Set<string>());
}
