/** How a claim ended, as its worker heard it from the queue. */
export type Step = 'ack' | 'retry' | 'bury' | 'release';

/** What a participant can say. Times are taken when it is written; ids are those of tasks. */
export type Fact =
  // producers
  | { readonly kind: 'enq'; readonly id: string; readonly priority?: number }
  | { readonly kind: 'enqAck'; readonly id: string }
  | { readonly kind: 'enqFailed'; readonly id: string; readonly code: string }
  // the task itself, wherever it runs
  | {
      readonly kind: 'start';
      readonly id: string;
      readonly attempt: number;
      readonly run: string;
      readonly pid: number;
    }
  | { readonly kind: 'effect'; readonly id: string; readonly attempt: number; readonly run: string }
  | { readonly kind: 'lost'; readonly id: string; readonly attempt: number; readonly run: string }
  | { readonly kind: 'cancelled'; readonly id: string; readonly attempt: number; readonly run: string }
  | { readonly kind: 'end'; readonly id: string; readonly run: string; readonly how: 'value' | 'failure' }
  // workers
  | { readonly kind: 'settled'; readonly id: string; readonly attempt: number; readonly step: Step }
  | { readonly kind: 'superseded'; readonly id: string; readonly attempt: number }
  | { readonly kind: 'queueError'; readonly during: string; readonly code: string }
  | { readonly kind: 'health'; readonly consuming: boolean; readonly why: string }
  // any process
  | { readonly kind: 'ready' }
  | { readonly kind: 'notStarted'; readonly code: string; readonly why: string }
  | { readonly kind: 'warned'; readonly code: string }
  | { readonly kind: 'stopping'; readonly deadlineMs: number }
  | { readonly kind: 'stopped'; readonly unsettled: readonly string[] }
  // simulations
  | { readonly kind: 'diverged'; readonly what: string }
  | { readonly kind: 'simulated'; readonly programs: number; readonly steps: number }
  // the harness
  | { readonly kind: 'injured'; readonly who: string; readonly how: string }
  | { readonly kind: 'healed'; readonly who: string }
  | { readonly kind: 'exited'; readonly who: string; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'outcome'; readonly id: string; readonly state: 'value' | 'dead' | 'none'; readonly code?: string }
  | { readonly kind: 'containers'; readonly held: Readonly<Record<string, readonly string[]>> }
  /** Tasks that are gone by what was done, so that nothing may be asked of them. */
  | { readonly kind: 'forgotten'; readonly ids: readonly string[] }
  | {
      readonly kind: 'memory';
      /** `redis`, or a participant. */
      readonly who: string;
      readonly moment: 'before' | 'during' | 'after';
      readonly bytes: number;
    }
  // groups
  | { readonly kind: 'barrier'; readonly group: string; readonly members: readonly string[]; readonly byAt?: number }
  | { readonly kind: 'barrierFired'; readonly group: string; readonly attempt: number };

/** One line of a log: when (milliseconds of the clock that all processes of a machine share), who, what. */
export type Entry = Fact & { readonly at: number; readonly by: string };
