import type { LackingModule } from '../lack.ts';
import type { PickleModule, PickleOrigin } from '../format.ts';

/** A module with what is wrong with it here. */
export function lackingModule(
  { specifier, version, exports, neededBy }: PickleModule,
  origins: readonly PickleOrigin[],
  lack: string,
): LackingModule {
  return {
    specifier,
    exports,
    neededBy: neededBy.flatMap((place) => origins[place] ?? []).map(shownOrigin),
    ...(version === undefined ? {} : { versionSeen: version }),
    lack,
  };
}

/** `resize (my-app/src/images.ts:12)`. */
export function shownOrigin({ name, package: home, file, line }: PickleOrigin): string {
  return file ? `${name} (${home ? `${home}/` : ''}${file}:${line})` : name;
}
