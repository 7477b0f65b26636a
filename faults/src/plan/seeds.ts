import { randomInt } from 'node:crypto';

/** The seeds of a run: the one that was asked for, or as many new ones. */
export const seedsOf = ({ seed, seeds }: { readonly seed?: number | undefined; readonly seeds: number }) =>
  seed === undefined ? Array.from({ length: seeds }, () => randomInt(1_000_000)) : [seed];
