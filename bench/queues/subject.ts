/** A queue library under measurement, reduced to what both sides can do. */
export interface Subject {
  /** How the table calls it. */
  readonly name: string;
  /** Opens the side that enqueues. */
  openProducer(redisUrl: string): Promise<Producer>;
  /** Opens the side that runs no-op tasks, `concurrency` at a time, and tells of each that is settled. */
  openWorker(redisUrl: string, concurrency: number, settled: () => void): Promise<Closable>;
}

/** What can be closed. */
export interface Closable {
  close(): Promise<void>;
}

/** The side that enqueues. */
export interface Producer extends Closable {
  /** Enqueues one task and waits until Redis has it. */
  enqueue(payload: string): Promise<void>;
  /** Enqueues many tasks by the bulk call of the library. */
  enqueueMany(payloads: readonly string[]): Promise<void>;
  /** Enqueues many tasks that become due later, where the library can. */
  enqueueDelayed?(payloads: readonly string[], delayMs: number): Promise<void>;
  /** Enqueues one task and waits for its result: a number. */
  run(payload: string): Promise<number>;
}
