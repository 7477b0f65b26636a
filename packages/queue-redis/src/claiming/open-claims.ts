import type { HeldClaim } from './held-claim.ts';

/**
 * The open claims by their entries. Claims come and go, a hundred thousand a second, and a `Map` of them would be slow
 * to collect: V8 links each table that a Map has outgrown to the next one, so once one of them is old, whatever went
 * through the later ones lives until the next full collection. Here the Map holds numbers only.
 */
export class OpenClaims {
  readonly #rows = new Map<string, number>();
  readonly #claims: (HeldClaim | undefined)[] = [];
  readonly #free: number[] = [];

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  get(entry: string): HeldClaim | undefined {
    const row = this.#rows.get(entry);
    return row === undefined ? undefined : this.#claims[row];
  }

  has(claim: HeldClaim): boolean {
    return this.#claims[claim.place] === claim;
  }

  /** Adds a claim of an entry that has none. */
  add(claim: HeldClaim): void {
    claim.place = this.#free.pop() ?? this.#claims.length;
    this.#rows.set(claim.entry, claim.place);
    this.#claims[claim.place] = claim;
  }

  /** Takes a claim out; tells whether it was there. */
  delete(claim: HeldClaim): boolean {
    if (!this.has(claim)) return false;
    this.#rows.delete(claim.entry);
    this.#claims[claim.place] = undefined;
    this.#free.push(claim.place);
    return true;
  }

  values(): HeldClaim[] {
    return this.#claims.filter((claim) => claim !== undefined);
  }

  clear(): void {
    for (const claim of this.values()) this.delete(claim);
  }
}
