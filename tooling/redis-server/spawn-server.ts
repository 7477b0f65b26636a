import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { endWithThisProcess } from './end-with-this-process.ts';

/** A running `redis-server` process. */
export interface ServerProcess {
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process is gone; at once if it already is. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** The port was taken between the look and the start. */
export class AddressInUseError extends Error {
  override name = 'AddressInUseError';
}

/** What a server prints when it accepts connections; the last is Sentinel's. */
const readyLine = /Ready to accept connections|Sentinel ID is/;

/** Starts `redis-server`, perhaps under another command, and waits until it accepts connections. */
export const spawnServer = async (
  directory: string,
  args: readonly string[],
  under: readonly string[] = [],
): Promise<ServerProcess> => {
  const [command = 'redis-server', ...rest] = [...under, 'redis-server', ...args];
  const child = spawn(command, rest, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  const letGo = endWithThisProcess(child, directory);
  await ready(child);
  return {
    signal: (signal) => void child.kill(signal),
    end: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill(signal);
        // A frozen process takes SIGTERM only once it runs again.
        child.kill('SIGCONT');
        await gone;
      }
      letGo();
    },
  };
};

const ready = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    const lines: string[] = [];
    const read = (line: string) => {
      lines.push(line);
      if (readyLine.test(line)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', read);
    child.once('error', (error) => reject(cannotStart(error)));
    child.once('close', (code) => {
      const output = lines.join('\n');
      reject(
        output.includes('Address already in use')
          ? new AddressInUseError('A port is taken.')
          : new Error(`redis-server ended with code ${code} before it was ready:\n${output}`),
      );
    });
  });

const cannotStart = (error: NodeJS.ErrnoException): Error =>
  error.code === 'ENOENT'
    ? new Error(
        'These tests need a real Redis, and there is no redis-server on the PATH. ' +
          'Run `node tooling/setup/ensure-redis.mjs` in the root of the project to install it, or set REDIS_URL.',
        { cause: error },
      )
    : new Error(`Could not start redis-server: ${error.message}`, { cause: error });
