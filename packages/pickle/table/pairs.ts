import type { Produced } from '../test/far-side.ts';
import type { Measured, Pair } from './measured.ts';

/** What one Node version made, and what each version gives of it. */
export interface MadeOn {
  readonly node: string;
  readonly produced: Readonly<Record<string, Produced>>;
  readonly there: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Every version with every version: what arrives gives what the program gives on one of the two. */
export function pairsOf(made: readonly MadeOn[]): Pair[] {
  return made.flatMap(({ node: from, produced, there }) =>
    made.map(({ node: to, produced: native }) => {
      const pickled = Object.entries(produced).filter(([, { pickle }]) => pickle);
      const others = pickled.filter(
        ([id, { here }]) => there[to]?.[id] !== here && there[to]?.[id] !== native[id]?.here,
      );
      return { from, to, pickles: pickled.length, others: others.map(([id]) => id) };
    }),
  );
}

/** The programs whose code and values have the same bytes on all versions, and those that differ. */
export function bytesOf(made: readonly MadeOn[]): Measured['bytes'] {
  const ids = Object.keys(made[0]?.produced ?? {}).filter((id) => made.every(({ produced }) => produced[id]?.pickle));
  const differ = ids.filter((id) => new Set(made.map(({ produced }) => bytes(produced[id]))).size > 1);
  return { equal: ids.length - differ.length, differ };
}

function bytes(made: Produced | undefined): string {
  return JSON.stringify([made?.pickle?.code, made?.pickle?.values]);
}
