import { failureFrom, type Failure, type TaskOptions } from '@graflow/taskspec';
import { codeOf } from '../error-code.ts';
import { taskTimeout } from '../errors.ts';
import type { Ending } from '../execute.ts';
import type { TaskRun } from '../task-run.ts';
import type { SentAnswer } from './messages.ts';
import { QueueCalls } from './queue-calls.ts';

/** What a run asks of the runner that it is in. */
export interface RunControls {
  /** Fires the signal of the task. */
  readonly abort: (reason: Failure) => void;
  /** Carries the answer of the queue to the task. */
  readonly answer: (call: number, answer: SentAnswer) => void;
  /** Ends the runner, because this run would not end. */
  readonly kill: () => void;
  /** How long a task may go on after its signal fired, in milliseconds. */
  readonly graceMs: number;
}

/** The longest wait that `setTimeout` knows. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A run as the worker sees it while it is in a runner. The clock is here, where no task can stop it: when the time is
 * over, the lease is lost or the worker stops, the signal of the task fires, and after the grace its runner is killed.
 */
export class IsolatedRun {
  readonly run: TaskRun;
  /** What the task asks of its queue. */
  readonly calls: QueueCalls;
  /** Resolves when the run has ended, in whatever way. */
  readonly ended: Promise<Ending>;
  readonly #controls: RunControls;
  #resolve: (ending: Ending) => void = () => undefined;
  #timeout: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(run: TaskRun, controls: RunControls) {
    this.run = run;
    this.#controls = controls;
    this.calls = new QueueCalls(run, controls.answer);
    this.ended = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** Starts the clock. */
  start(): void {
    this.#startTimeout();
    const { signal } = this.run;
    if (signal.aborted) this.#abort(signal.reason);
    else signal.addEventListener('abort', () => this.#abort(signal.reason), { once: true });
  }

  /** Takes over the options that the function has where it was resolved. */
  learn(options: TaskOptions): void {
    this.run.spec.learnDefaults(options);
    if (this.#timeout === undefined) this.#startTimeout();
  }

  /** Ends the run; a timeout wins over whatever the task still gave. */
  end(ending: Ending): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timeout);
    clearTimeout(this.#grace);
    this.calls.close();
    void this.run.end();
    const { abortReason } = this.run;
    const isTimeout = codeOf(abortReason) === 'GRAFLOW_TASK_TIMEOUT';
    this.#resolve(isTimeout ? { ended: 'thrown', thrown: abortReason } : ending);
  }

  #startTimeout(): void {
    const { timeoutMs } = this.run.spec.options;
    if (timeoutMs === undefined) return;
    const tell = (): void => this.run.abort(taskTimeout(timeoutMs, this.run.attempt));
    this.#timeout = setTimeout(tell, Math.min(timeoutMs, longestTimerMs));
  }

  #abort(reason: unknown): void {
    if (this.#hasEnded) return;
    this.#controls.abort(failureFrom(reason));
    this.#grace = setTimeout(this.#controls.kill, this.#controls.graceMs);
  }
}
