/** How many tasks of a queue are where, at one moment. */
export interface QueueStats {
  /** Those that could be claimed now. */
  readonly waiting: number;
  /** Those whose time has not come. */
  readonly delayed: number;
  /** Those that wait for others to end. */
  readonly heldBack: number;
  /** Those that somebody holds a claim on. */
  readonly running: number;
  /** Those that ended without a value and are kept. */
  readonly dead: number;
  /** Whether the queue is paused. */
  readonly isPaused: boolean;
}

/** What an operator does to a queue as a whole; it holds for all processes, and until somebody undoes it. */
export interface TaskControl {
  /**
   * Lets nobody claim a task any more, from the moment in which this resolves. Tasks may still be enqueued, and those that
   * run go on, are settled and wait again as usual. Paused twice is paused once.
   */
  pause(): Promise<void>;
  /** Lets tasks be claimed again, and wakes those who wait for them. */
  resume(): Promise<void>;
  /** Counts the tasks; a cheap question, however many there are. */
  stats(): Promise<QueueStats>;
}
