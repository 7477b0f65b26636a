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

  set(entry: string, claim: HeldClaim): void {
    const row = this.#rows.get(entry) ?? this.#free.pop() ?? this.#claims.length;
    this.#rows.set(entry, row);
    this.#claims[row] = claim;
  }

  delete(entry: string): boolean {
    const row = this.#rows.get(entry);
    if (row === undefined) return false;
    this.#rows.delete(entry);
    this.#claims[row] = undefined;
    this.#free.push(row);
    return true;
  }

  values(): HeldClaim[] {
    return this.#claims.filter((claim) => claim !== undefined);
  }

  clear(): void {
    for (const { entry } of this.values()) this.delete(entry);
  }
}
