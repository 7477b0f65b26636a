import type { Entry } from '../log/entry.ts';

/** What was said in a run, in the order of time, and what counts as allowed in it. */
export interface History {
  readonly entries: readonly Entry[];
  readonly rules: Rules;
}

/** What a scenario allows, because it follows from what was done to it. */
export interface Rules {
  /** The lease that the workers of this run ask for, in milliseconds. */
  readonly leaseMs: number;
  /** How soon after the end of an injury somebody must claim, in milliseconds; 5,000 unless given. */
  readonly liveWithinMs?: number;
  /** How much Redis may forget when it is killed, in milliseconds of what it acknowledged; nothing unless given. */
  readonly forgetsMs?: number;
  /** How much later than its deadline a participant may be gone, in milliseconds. */
  readonly closeGraceMs?: number;
  /** Whether tasks must start in the order of their priorities and enqueues. */
  readonly ordered?: boolean;
}

/** One broken promise. */
export interface Violation {
  readonly invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10';
  /** The task or participant that it is about. */
  readonly of: string;
  /** What was seen. */
  readonly what: string;
}

/** Looks for broken promises of one kind. */
export type Invariant = (history: History) => readonly Violation[];

type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { readonly kind: Kind }>;

/** The entries of a kind. */
export const entriesOf = <Kind extends Entry['kind']>({ entries }: Pick<History, 'entries'>, kind: Kind) =>
  entries.filter((entry): entry is EntryOf<Kind> => entry.kind === kind);
