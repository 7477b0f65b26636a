import { isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import { types } from 'node:util';
import { exportedName } from '../../export-name-of.ts';
import type { ImportedName } from '../../analyse/imports.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import type { FunctionInternals } from '../../inspect/internals.ts';
import { filePathOf, isPortable, withNodePrefix } from '../../modules/specifier.ts';
import { loadedFiles } from '../../modules/loaded-files.ts';
import { isByValue, specifierFor } from '../../modules/travel-rules.ts';
import type { Capture } from '../capture.ts';
import type { Place } from '../functions/place.ts';
import type { ModuleReference } from './module-list.ts';
import { builtInPath } from '../values/global-table.ts';
import {
  addModule,
  createReferenceTable,
  findReference,
  type Reference,
  type ReferenceTable,
} from './reference-table.ts';

const registered = new WeakMap<Capture, Set<string>>();

/** Learns the names of all that the script of a function imports, so that it is recognised wherever it turns up. */
export function registerImports(capture: Capture, place: Place): void {
  const { script } = place;
  if (script && !isInstalled(script.url)) capture.references.pending.push(() => readImports(capture, place, script));
}

function readImports(capture: Capture, { top, internals }: Place, script: KnownScript): void {
  const imports = (top ?? script.text)?.imports ?? [];
  const scripts = registered.get(capture) ?? new Set<string>();
  registered.set(capture, scripts);
  const missing = [...imports].filter(([local]) => !scripts.has(`${script.id} ${local}`));
  if (missing.length === 0) return;
  const bindings = internals.scopes.slice(0, -1);
  for (const [local, imported] of missing) {
    const scope = bindings.findLast(({ values }) => Object.hasOwn(values, local));
    if (!scope) continue;
    scripts.add(`${script.id} ${local}`);
    const module = importedModule(script, imported, scope.values[local]);
    if (module) addModule(capture.references, scope.values[local], module, module.interop ? 0 : 2);
  }
}

/** What an imported name stands for on another machine; undefined for the user's own files. */
export function importedModule(
  script: KnownScript,
  imported: ImportedName,
  value: unknown,
): ModuleReference | undefined {
  const file = filePathOf(script.url);
  const specifier = portableSpecifier(imported.specifier, file);
  if (specifier === undefined) return undefined;
  const folder = file && dirname(file);
  if (imported.by === 'import') return { specifier, path: imported.path, folder };
  if (imported.path.length === 0 && types.isModuleNamespaceObject(value)) return { specifier, path: [], folder };
  if (imported.path.length > 0 || isExportsOf(specifier, value))
    return { specifier, path: ['default', ...imported.path.filter((step) => step !== 'default')], folder };
  if (imported.guessed && !isDressed(specifier, value)) return undefined;
  return { specifier, path: [], interop: true, folder };
}

/** True for an object that a loader made around the exports of a CommonJS module: they are its `default`. */
function isDressed(specifier: string, value: unknown): boolean {
  const exports: unknown =
    typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, 'default')?.value : undefined;
  if (isBuiltin(specifier)) return process.getBuiltinModule(specifier) === exports;
  return exports !== undefined && isExported(exports);
}

/** The specifier as it can be written anywhere; undefined for one that leads to the user's own files. */
function portableSpecifier(specifier: string, importer: string | undefined): string | undefined {
  if (isPortable(specifier)) return isByValue(specifier) ? undefined : withNodePrefix(specifier);
  const file = specifier.startsWith('.') && importer ? resolve(dirname(importer), specifier) : filePathOf(specifier);
  return file && (specifierFor(file) ?? specifierFor(resolve(`.${file}`)));
}

/** The specifier under which a file that a specifier of a script leads to travels by name; undefined for any other. */
export function markedSpecifier(specifier: string, importer: string | undefined): string | undefined {
  return isPortable(specifier) ? undefined : portableSpecifier(specifier, importer);
}

function isExportsOf(specifier: string, value: unknown): boolean {
  if (isBuiltin(specifier)) return process.getBuiltinModule(specifier) === value;
  // jiti puts a Proxy before a function, so that it has a `default`.
  return types.isProxy(value) ? false : typeof value === 'function' || isExported(value);
}

/** True for what a CommonJS file gave out as a whole. */
function isExported(value: unknown): boolean {
  return Object.values(loadedFiles()).some((module) => module?.exports === value);
}

/** A function that an installed package gives out, by its name there. */
export function packageReference(
  fn: unknown,
  internals: FunctionInternals,
  script: KnownScript,
): Reference | undefined {
  if (script.url.startsWith('node:')) return referenceOfNode(fn);
  const file = filePathOf(script.url);
  const specifier = file && specifierFor(file);
  if (!specifier) return undefined;
  const name = exportedName(fn, internals, script);
  if (name === undefined) return undefined;
  const path = script.text?.module || name === 'default' ? [name] : ['default', name];
  return { kind: 'module', module: { specifier, path, folder: dirname(file) } };
}

/** A function of Node that is written in JavaScript. */
function referenceOfNode(fn: unknown): Reference | undefined {
  const path = builtInPath(fn);
  return path ? { kind: 'global', path } : builtinModuleReference(fn);
}

let builtins: ReferenceTable | undefined;

/** Something that a module of Node gives out. */
export function builtinModuleReference(value: unknown): Reference | undefined {
  if (!builtins) {
    builtins = createReferenceTable();
    for (const name of [
      'fs/promises',
      'timers/promises',
      'stream/promises',
      'path/posix',
      'path/win32',
      'util/types',
    ]) {
      addModule(builtins, process.getBuiltinModule(`node:${name}`), { specifier: `node:${name}`, path: ['default'] });
    }
    const loaded = (process as unknown as { moduleLoadList: string[] }).moduleLoadList;
    for (const line of loaded) {
      const name = line.startsWith('NativeModule ') ? line.slice('NativeModule '.length) : '';
      if (!isBuiltin(`node:${name}`) || name.startsWith('internal/') || name.startsWith('_')) continue;
      addModule(builtins, process.getBuiltinModule(`node:${name}`), { specifier: `node:${name}`, path: ['default'] });
    }
  }
  return findReference(builtins, value);
}

function isInstalled(url: string): boolean {
  const file = filePathOf(url);
  return url.startsWith('node:') || (file !== undefined && specifierFor(file) !== undefined);
}
