import type { HeldClaim } from './held-claim.ts';

/**
 * The open claims. Each knows its place, because a worker opens and ends a hundred thousand of them a second: only what
 * happens rarely looks one up by its entry, among as many as are open at once.
 */
export class OpenClaims {
  readonly #claims: HeldClaim[] = [];

  get isEmpty(): boolean {
    return this.#claims.length === 0;
  }

  /** Gives the claims of one task: two where the lease of the first was lost and nobody has told of it yet. */
  of(entry: string): readonly HeldClaim[] {
    return this.#claims.filter((claim) => claim.entry === entry);
  }

  has(claim: HeldClaim): boolean {
    return this.#claims[claim.place] === claim;
  }

  add(claim: HeldClaim): void {
    claim.place = this.#claims.push(claim) - 1;
  }

  /** Takes a claim out, the last one gets its place; tells whether it was there. */
  delete(claim: HeldClaim): boolean {
    if (!this.has(claim)) return false;
    const last = this.#claims.pop() as HeldClaim;
    if (last === claim) return true;
    this.#claims[claim.place] = last;
    last.place = claim.place;
    return true;
  }

  /** Gives them all, as they are now. */
  all(): readonly HeldClaim[] {
    return [...this.#claims];
  }

  clear(): void {
    this.#claims.length = 0;
  }
}
