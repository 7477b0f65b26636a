// @ts-check
/** Who alone may bring in a package of others that is heavy or that not everybody needs. */
const broughtInBy = { yargs: 'worker-cli', ioredis: 'queue-redis', acorn: 'pickle' };

/**
 * "Install only what you need": refuses, for instance, a producer that gets yargs, or a memory-only install that gets
 * ioredis.
 *
 * @param {readonly string[]} own the packages of this project in the install
 * @param {readonly string[]} pulledIn the packages of others in the install
 * @returns {readonly string[]} the problems
 */
export const strangers = (own, pulledIn) =>
  Object.entries(broughtInBy)
    .filter(([stranger, owner]) => pulledIn.includes(stranger) && !own.includes(owner))
    .map(([stranger, owner]) => `pulls in ${stranger}, which only @graflow/${owner} may bring in`);
