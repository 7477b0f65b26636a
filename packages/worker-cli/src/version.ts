import { readFileSync } from 'node:fs';

/** The version of this package, from its own package.json: one folder above the sources, and above the build. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
