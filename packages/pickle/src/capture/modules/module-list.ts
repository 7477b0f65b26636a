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
  { index: number; folder: string | undefined; exports: Set<string>; neededBy: Set<number> }
>;

/** The number of a module, which now is needed for one more thing, by the function with a number. */
export function moduleIndex(
  list: ModuleList,
  { specifier, path, folder }: ModuleReference,
  neededBy: number | undefined,
): number {
  let entry = list.get(specifier);
  if (!entry) list.set(specifier, (entry = { index: list.size, folder, exports: new Set(), neededBy: new Set() }));
  entry.exports.add(path.join('.') || '*');
  if (neededBy !== undefined) entry.neededBy.add(neededBy);
  return entry.index;
}

/** The list as the pickle carries it, given the place of each function among the origins. */
export function modulesIn(list: ModuleList, places: ReadonlyMap<number, number>): PickleModule[] {
  return [...list].map(([specifier, { folder, exports, neededBy }]) => {
    const name = specifier.startsWith('node:') ? undefined : packageNameIn(specifier);
    const version = name && packageNamed(name, folder ?? process.cwd())?.version;
    return {
      specifier,
      ...(name ? { package: name } : {}),
      ...(version ? { version } : {}),
      exports: [...exports],
      neededBy: [...neededBy].flatMap((index) => places.get(index) ?? []),
    };
  });
}
