import type { LackingModule } from '../lack.ts';
import type { NeededModule } from './needed-modules.ts';

/** A module with what is wrong with it here. */
export function lackingModule({ specifier, version, paths, neededBy }: NeededModule, lack: string): LackingModule {
  return {
    specifier,
    exports: paths.map((path) => path.join('.') || '*'),
    neededBy: neededBy(),
    ...(version === undefined ? {} : { versionSeen: version }),
    lack,
  };
}
