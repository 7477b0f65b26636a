// @ts-check
/**
 * How Node finds modules in a process of another build: what lies below the URL `FAULTS_BUILD_OF` is taken from `FAULTS_BUILD`.
 * Plain JavaScript, because it comes before whatever could read TypeScript.
 */
const { FAULTS_BUILD_OF: from = '', FAULTS_BUILD: to = '' } = process.env;

/** @type {import('node:module').ResolveHook} */
export const resolve = async (specifier, context, next) => {
  const found = await next(specifier, context);
  return found.url.startsWith(from) ? { ...found, url: to + found.url.slice(from.length) } : found;
};
