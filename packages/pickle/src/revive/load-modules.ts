import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moduleMissing } from '../errors.ts';
import type { PickleModule } from '../format.ts';
import { resolveImport } from '../modules/resolve-import.ts';
import { memberOfModule } from './names.ts';

/** Where modules come from. */
export interface ModuleSource {
  /** The folder from which packages are imported. */
  readonly folder: string;
  /** Modules that the caller has at hand, by specifier. */
  readonly modules: Readonly<Record<string, unknown>>;
}

/** Loads every module that a pickle needs, or says all that is missing. */
export async function loadModules(needed: readonly PickleModule[], source: ModuleSource): Promise<unknown[]> {
  const places = needed.map((module) => (isGiven(module, source) ? '' : placeOf(module.specifier, source.folder)));
  failIfAny(source, needed, (_, index) => (places[index] === undefined ? 'not installed' : undefined));

  const failures: unknown[] = [];
  const loaded = await Promise.all(
    needed.map(async (module, index) => {
      if (isGiven(module, source)) return source.modules[module.specifier];
      return import(places[index] ?? module.specifier).catch((error: unknown) => void (failures[index] = error));
    }),
  );
  failIfAny(
    source,
    needed,
    (_, index) => (index in failures ? String(failures[index]) : undefined),
    failures.find(Boolean),
  );
  failIfAny(source, needed, ({ exports }, index) => {
    const lacking = exports.filter(
      (path) => path !== '*' && memberOfModule(loaded[index], path.split('.')) === undefined,
    );
    return lacking.length > 0 ? `it has no ${lacking.join(', ')}` : undefined;
  });
  return loaded;
}

/** The folder that `from` names; a file stands for the folder it is in. */
export function folderOf(from: string | URL | undefined): string {
  if (from === undefined) return process.cwd();
  const path = from instanceof URL || from.startsWith('file:') ? fileURLToPath(from) : from;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false ? dirname(path) : path;
}

/** The file behind a specifier: Graflow's own packages come from where this one is or from the program that runs, all others from the folder. */
export function placeOf(specifier: string, folder: string): string | undefined {
  const program = process.argv[1];
  const own = [dirname(fileURLToPath(import.meta.url)), ...(program ? [realFolder(program)] : [])];
  for (const home of specifier.startsWith('@graflow/') ? [...own, folder] : [folder]) {
    const place = resolveImport(specifier, home);
    if (place !== undefined) return place;
  }
  return undefined;
}

function realFolder(file: string): string {
  try {
    return dirname(realpathSync(file));
  } catch {
    return dirname(file);
  }
}

function isGiven({ specifier }: PickleModule, { modules }: ModuleSource): boolean {
  return Object.hasOwn(modules, specifier);
}

function failIfAny(
  { folder }: ModuleSource,
  needed: readonly PickleModule[],
  lackOf: (module: PickleModule, index: number) => string | undefined,
  cause?: unknown,
): void {
  const missing = needed.flatMap((module, index) => {
    const lack = lackOf(module, index);
    return lack === undefined ? [] : [`${describe(module)}: ${lack}`];
  });
  if (missing.length > 0) throw moduleMissing(missing, folder, cause);
}

function describe({ specifier, version, exports, neededBy }: PickleModule): string {
  const what = exports.filter((path) => path !== '*').join(', ');
  return `${specifier}${version ? `@${version}` : ''}${what ? ` (${what})` : ''}, needed by ${neededBy.join(', ')}`;
}
