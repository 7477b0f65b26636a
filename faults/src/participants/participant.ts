import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../log/logger.ts';

/** The programs that a participant can be. */
export type Program = 'worker' | 'producer' | 'simulation' | 'bullmq-worker' | 'bullmq-producer';

/** A process that takes part in a run, and what can be done to it. */
export interface Participant {
  readonly name: string;
  /** The number of its process. */
  readonly pid: number;
  /** Sends something to its program. */
  tell(message: object): void;
  /** SIGKILL. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it stays, and does nothing. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** SIGTERM: asks it to stop. Does not wait. */
  terminate(): void;
  /** Resolves when it is gone. */
  readonly gone: Promise<unknown>;
  /** Ends it at the end of a run, without a word in the log. */
  remove(): Promise<void>;
}

/** What the process of a participant is besides its program. */
export interface ProcessWish {
  /** What it finds in its environment besides ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it works, and looks for packages; where the harness does unless given. */
  readonly cwd?: string | undefined;
}

/** Starts a program with its settings. All that is done to it is said in the log of the harness. */
export function startParticipant(
  program: Program,
  settings: { readonly name: string; readonly log: string },
  log: Logger,
  { env, cwd }: ProcessWish = {},
): Participant {
  const { name } = settings;
  const file = fileURLToPath(new URL(`${program}.ts`, import.meta.url));
  const errors = openSync(settings.log.replace(/log$/, 'stderr'), 'a');
  const child = fork(file, [JSON.stringify(settings)], {
    stdio: ['ignore', errors, errors, 'ipc'],
    env: { ...process.env, ...env },
    cwd,
  });
  closeSync(errors);
  const gone = once(child, 'exit').then(([code, signal]) =>
    log({ kind: 'exited', who: name, code: code as number | null, signal: signal as string | null }),
  );
  return {
    name,
    pid: child.pid ?? 0,
    gone,
    tell: (message) => void child.send(message),
    kill: async () => {
      if (hasEnded(child)) return;
      log({ kind: 'injured', who: name, how: 'killed' });
      child.kill('SIGKILL');
      await gone;
    },
    freeze: () => {
      log({ kind: 'injured', who: name, how: 'frozen' });
      child.kill('SIGSTOP');
    },
    thaw: () => {
      child.kill('SIGCONT');
      log({ kind: 'healed', who: name });
    },
    terminate: () => void child.kill('SIGTERM'),
    remove: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
