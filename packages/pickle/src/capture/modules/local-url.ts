import type { ImportedName } from '../../analyse/imports.ts';
import type { KnownScript } from '../../inspect/function-site.ts';

/** The URL of a file of the user's own that a script imports; undefined for packages and built-in modules. */
export function localUrl(script: KnownScript | undefined, { specifier }: ImportedName): string | undefined {
  return script && urlFrom(script.url, specifier);
}

/** What a specifier in a module means, where it leads to a file of the user's own. */
export function urlFrom(url: string, specifier: string): string | undefined {
  return /^[./]/.test(specifier) && URL.canParse(specifier, url) ? new URL(specifier, url).href : undefined;
}
