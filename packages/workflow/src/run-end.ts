import { setMaxListeners } from 'node:events';
import { optionInvalid } from '@graflow/taskspec';
import { runDeadline } from './errors.ts';

/** What bounds a run. */
export interface RunOptions {
  /** The longest time of the run, in milliseconds; 600,000 (ten minutes) unless given, at most 24 days. */
  readonly deadlineMs?: number;
  /** Ends the run: it rejects with the signal's reason and starts nothing more. Tasks that run already go on. */
  readonly signal?: AbortSignal;
}

/** When a run ends at the latest. */
export interface RunEnd extends Disposable {
  /** Fires at the deadline, with the user's signal, or when the context closes. */
  readonly signal: AbortSignal;
}

/** The longest time of a timer of Node; a longer one would fire at once. */
export const maxDeadlineMs = 2 ** 31 - 1;

/**
 * Starts the time of a run.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`; what `closing` has fired with.
 */
export function endOfRun(workflow: string, options: RunOptions, closing: AbortSignal): RunEnd {
  const { deadlineMs = 600_000, signal } = options;
  if (!(Number.isInteger(deadlineMs) && deadlineMs >= 1 && deadlineMs <= maxDeadlineMs))
    throw optionInvalid('deadlineMs', deadlineMs, `whole milliseconds from 1 to ${maxDeadlineMs}`);
  closing.throwIfAborted();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(runDeadline(workflow, deadlineMs)), deadlineMs);
  const any = AbortSignal.any([deadline.signal, closing, ...(signal ? [signal] : [])]);
  setMaxListeners(0, any); // each task that runs listens to it
  return { signal: any, [Symbol.dispose]: () => clearTimeout(timer) };
}
