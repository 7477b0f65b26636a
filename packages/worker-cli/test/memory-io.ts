import { EventEmitter } from 'node:events';
import type { Io } from '@graflow/worker-cli';

/** An {@link Io} that keeps what is written, and can be sent signals. */
export interface MemoryIo extends Io {
  readonly output: { stdout: string; stderr: string };
  readonly signals: EventEmitter;
}

/** Makes the process that a test plays. */
export const memoryIo = (
  argv: readonly string[],
  overrides: Partial<Io> & { readonly isTTY?: boolean } = {},
): MemoryIo => {
  const { isTTY = true, env = {}, cwd = import.meta.dirname } = overrides;
  const output = { stdout: '', stderr: '' };
  const signals = new EventEmitter();
  return {
    argv,
    env,
    cwd,
    output,
    signals,
    stdout: { write: (text) => (output.stdout += text), isTTY },
    stderr: { write: (text) => (output.stderr += text), isTTY },
    onSignal: (signal, listener) => {
      signals.on(signal, listener);
      return () => void signals.off(signal, listener);
    },
    onUnhandledRejection: (listener) => {
      signals.on('unhandledRejection', listener);
      return () => void signals.off('unhandledRejection', listener);
    },
  };
};
