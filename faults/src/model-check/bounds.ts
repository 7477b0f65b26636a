import type { Step } from './world.ts';

/** What is tried, and how often: there must be an end to it. */
export interface Bounds {
  /** One task or two; of workers there are always two. */
  readonly tasks: 1 | 2;
  readonly steps: readonly Step[];
  /** How many workers die. */
  readonly crashes: number;
  /** How often a task may fail, how often it may be given back, and how often it may be lost. */
  readonly failures: number;
  readonly releases: number;
  readonly losses: number;
  /** Whether tasks are cancelled, and whether claims are let go. */
  readonly cancels: boolean;
  readonly letsGo: boolean;
  /** Whether settles are sent a second time. */
  readonly resends: boolean;
}

/** The least that is worth a look: acks, one lost lease for each task, and a death. */
export const leastBounds: Bounds = {
  tasks: 2,
  steps: ['ack'],
  crashes: 1,
  failures: 0,
  releases: 0,
  losses: 1,
  cancels: false,
  letsGo: false,
  resends: false,
};
