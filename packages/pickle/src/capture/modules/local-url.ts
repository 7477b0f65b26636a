import type { ImportedName } from '../../analyse/imports.ts';
import type { KnownScript } from '../../inspect/function-site.ts';

/** The URL of a file of the user's own that a script imports; undefined for packages and built-in modules. */
export function localUrl(script: KnownScript | undefined, { specifier }: ImportedName): string | undefined {
  return script && /^[./]/.test(specifier) && URL.canParse(specifier, script.url)
    ? new URL(specifier, script.url).href
    : undefined;
}
