/** One partition, as those who wait for tasks see it. */
export interface Source {
  readonly want: (count: number) => void;
  /** How many tasks it is asked for. */
  asked: number;
  /** When it was asked last, by the count of `ClaimersInTurn`. */
  askedAt: number;
  /** Whether it is known to be empty, or could not be asked. */
  isQuiet: boolean;
  /** Whether it could not be asked. */
  isFailing: boolean;
}
