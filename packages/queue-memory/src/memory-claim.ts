import { type Claim, leaseLost } from '@graflow/taskspec';

/** A claim in one process: it is its own fence, and its signal is made when somebody asks for it. */
export class MemoryClaim implements Claim {
  readonly taskId: string;
  readonly serial: number;
  readonly attempt: number;
  readonly failures: number;
  #lost: AbortController | undefined;

  constructor(taskId: string, serial: number, attempt: number, failures: number) {
    this.taskId = taskId;
    this.serial = serial;
    this.attempt = attempt;
    this.failures = failures;
  }

  get token(): string {
    return `${this.taskId}:${this.serial}`;
  }

  get signal(): AbortSignal {
    return (this.#lost ??= new AbortController()).signal;
  }

  /** Tells the holder that the lease is lost. */
  lose(): void {
    this.#lost ??= new AbortController();
    this.#lost.abort(leaseLost(this.taskId, this.attempt));
  }
}
