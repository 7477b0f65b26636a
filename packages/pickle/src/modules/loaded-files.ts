import { createRequire } from 'node:module';

let cache: NodeJS.Require['cache'] | undefined;

/** The CommonJS modules that are loaded, by their path. */
export function loadedFiles(): NodeJS.Require['cache'] {
  return (cache ??= createRequire(import.meta.url).cache);
}
