import type { PickleModule } from '../../format.ts';
import { packageNamed } from '../../modules/package-folder.ts';
import { packageNameIn } from '../../modules/specifier.ts';

/** Something of a module, by name. */
export interface ModuleReference {
  readonly specifier: string;
  readonly path: readonly string[];
  /** True where a loader gave CommonJS exports the looks of a namespace. */
  readonly interop?: boolean;
  /** The folder from which the specifier was written. */
  readonly folder?: string | undefined;
}

/** The modules met so far. */
export type ModuleList = Map<
  string,
  { index: number; folder: string | undefined; exports: Set<string>; importedBy: Set<number> }
>;

/** The number of a module, of which one more thing is needed; with the number of a function that imports it while it runs. */
export function moduleIndex(
  list: ModuleList,
  { specifier, path, folder }: ModuleReference,
  importedBy?: number,
): number {
  let entry = list.get(specifier);
  if (!entry) list.set(specifier, (entry = { index: list.size, folder, exports: new Set(), importedBy: new Set() }));
  entry.exports.add(path.join('.') || '*');
  if (importedBy !== undefined) entry.importedBy.add(importedBy);
  return entry.index;
}

/** The list as the pickle carries it. */
export function modulesIn(list: ModuleList): PickleModule[] {
  return [...list].map(([specifier, { folder, importedBy }]) => {
    const name = specifier.startsWith('node:') ? undefined : packageNameIn(specifier);
    const version = name && packageNamed(name, folder ?? process.cwd())?.version;
    if (importedBy.size > 0) return [specifier, version ?? null, [...importedBy]];
    return version ? [specifier, version] : [specifier];
  });
}
