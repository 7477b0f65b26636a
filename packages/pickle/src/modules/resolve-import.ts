import { statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageNamed, type PackageFolder } from './package-folder.ts';
import { packageNameIn } from './specifier.ts';

const conditions = new Set(['node', 'import', 'module-sync', 'default']);

/** What `import` of a bare specifier means to a module in a folder; `require` would pick other files of a package. Undefined where there is none. */
export function resolveImport(specifier: string, folder: string): string | undefined {
  if (isBuiltin(specifier)) return specifier;
  const name = packageNameIn(specifier);
  const home = packageNamed(name, folder);
  if (!home) return undefined;
  const subpath = `.${specifier.slice(name.length)}`;
  const { exports, main } = home.manifest;
  const target =
    exports === undefined || exports === null
      ? subpath === '.'
        ? fileLike(home, main ?? 'index.js')
        : subpath
      : targetFor(exports, subpath);
  return target === undefined ? undefined : pathToFileURL(join(home.folder, target)).href;
}

/** `main` may lack an extension or name a folder. */
function fileLike({ folder }: PackageFolder, main: string): string {
  const isFile = (path: string): boolean => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() ?? false;
  return [main, `${main}.js`, `${main}.json`, `${main}/index.js`, 'index.js'].find(isFile) ?? main;
}

function targetFor(exports: unknown, subpath: string): string | undefined {
  const isMap =
    typeof exports === 'object' &&
    exports !== null &&
    !Array.isArray(exports) &&
    Object.keys(exports).some((key) => key.startsWith('.'));
  const map = isMap ? (exports as Record<string, unknown>) : { '.': exports };
  if (Object.hasOwn(map, subpath)) return choose(map[subpath], '');
  const patterns = Object.keys(map).filter((key) => key.includes('*'));
  for (const pattern of patterns.toSorted((left, right) => right.indexOf('*') - left.indexOf('*'))) {
    const [before = '', after = ''] = pattern.split('*');
    if (!subpath.startsWith(before) || !subpath.endsWith(after) || subpath.length < pattern.length) continue;
    return choose(map[pattern], subpath.slice(before.length, subpath.length - after.length));
  }
  return undefined;
}

function choose(target: unknown, star: string): string | undefined {
  if (typeof target === 'string') return target.replaceAll('*', star);
  if (Array.isArray(target)) return target.map((item) => choose(item, star)).find((item) => item !== undefined);
  if (typeof target !== 'object' || target === null) return undefined;
  for (const [condition, value] of Object.entries(target)) {
    const chosen = conditions.has(condition) ? choose(value, star) : undefined;
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}
