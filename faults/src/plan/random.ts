/** Numbers that look random and are the same for the same seed: every decision of a run comes from here. */
export interface Random {
  /** A whole number from 0, below the limit. */
  below(limit: number): number;
  /** A whole number between the two, both included. */
  between(least: number, most: number): number;
  /** One of a list. */
  pick<T>(list: readonly T[]): T;
  /** Whether something happens that happens so often, from 0 to 1. */
  chance(probability: number): boolean;
  /** A list in another order. */
  shuffle<T>(list: readonly T[]): readonly T[];
}

/** Begins the numbers of a seed (mulberry32). */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    chance: (probability) => next() < probability,
    shuffle: (list) =>
      list
        .map((item) => ({ item, at: next() }))
        .toSorted((one, other) => one.at - other.at)
        .map(({ item }) => item),
  };
};
