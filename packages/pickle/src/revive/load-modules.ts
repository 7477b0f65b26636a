import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moduleMissing, moduleVersion } from '../lack-errors.ts';
import type { LackingModule } from '../lack.ts';
import { resolveImport } from '../modules/resolve-import.ts';
import { otherVersions } from './other-versions.ts';
import { lackingModule } from './lacking-module.ts';
import { memberOfModule } from './names.ts';
import type { NeededModule } from './needed-modules.ts';

/** Where modules come from. */
export interface ModuleSource {
  /** The folder from which packages are imported. */
  readonly folder: string;
  /** Modules that the caller has at hand, by specifier. */
  readonly modules: Readonly<Record<string, unknown>>;
  /** What becomes of a package in another version than the pickle was made with. */
  readonly versions: 'check' | 'ignore';
}

/** Loads every module that a pickle needs, or says all that is missing; what can be told without running a module is told first. */
export async function loadModules(needed: readonly NeededModule[], source: ModuleSource): Promise<unknown[]> {
  const { folder } = source;
  const lacking = (lackOf: (module: NeededModule, index: number) => string | undefined): LackingModule[] =>
    needed.flatMap((module, index) => {
      const lack = lackOf(module, index);
      return lack === undefined ? [] : [lackingModule(module, lack)];
    });

  const places = needed.map((module) => (isGiven(module, source) ? '' : placeOf(module.specifier, folder)));
  const missing = lacking((_, index) => (places[index] === undefined ? 'not installed' : undefined));
  const imported = needed.filter((module) => !isGiven(module, source));
  const others = source.versions === 'check' ? otherVersions(imported, folder) : [];
  if (missing.length > 0) throw moduleMissing([...missing, ...others], folder);
  if (others.length > 0) throw moduleVersion(others, folder);

  const failures = new Map<number, unknown>();
  const loaded = await Promise.all(
    needed.map(async (module, index) => {
      if (isGiven(module, source)) return source.modules[module.specifier];
      return import(places[index] ?? module.specifier).catch((error: unknown) => void failures.set(index, error));
    }),
  );
  const lame = lacking(({ paths }, index) => {
    if (failures.has(index)) return String(failures.get(index));
    const absent = paths.filter((path) => path.length > 0 && memberOfModule(loaded[index], path) === undefined);
    return absent.length > 0 ? `it has no ${absent.map((path) => path.join('.')).join(', ')}` : undefined;
  });
  if (lame.length > 0) throw moduleMissing(lame, folder, [...failures.values()][0]);
  return loaded;
}

/** The folder that `from` names; a file stands for the folder it is in. */
export function folderOf(from: string | URL | undefined): string {
  if (from === undefined) return process.cwd();
  const path = from instanceof URL || from.startsWith('file:') ? fileURLToPath(from) : from;
  const known = folders.get(path);
  if (known !== undefined) return known;
  const found = statSync(path, { throwIfNoEntry: false });
  const folder = found?.isDirectory() === false ? dirname(path) : path;
  return found ? keep(folders, path, folder) : folder;
}

/** The file behind a specifier: Graflow's own packages come from where this one is or from the program that runs, all others from the folder. */
export function placeOf(specifier: string, folder: string): string | undefined {
  const name = `${specifier} ${folder}`;
  const known = places.get(name);
  if (known !== undefined) return known;
  for (const home of specifier.startsWith('@graflow/') ? [...ownFolders(), folder] : [folder]) {
    const place = resolveImport(specifier, home);
    if (place !== undefined) return keep(places, name, place);
  }
  return undefined;
}

// Node, too, goes on to import what it found for a specifier at first.
const places = new Map<string, string>();
const folders = new Map<string, string>();
const mostKept = 1000;

function keep(kept: Map<string, string>, name: string, found: string): string {
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, found);
  return found;
}

function ownFolders(): string[] {
  const program = process.argv[1];
  return [dirname(fileURLToPath(import.meta.url)), ...(program ? [realFolder(program)] : [])];
}

function realFolder(file: string): string {
  try {
    return dirname(realpathSync(file));
  } catch {
    return dirname(file);
  }
}

function isGiven({ specifier }: NeededModule, { modules }: ModuleSource): boolean {
  return Object.hasOwn(modules, specifier);
}
