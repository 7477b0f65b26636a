import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends a child, and removes its directory, when this process is gone, even by SIGKILL: a watcher holds the other end of
 * a pipe that closes with us.
 *
 * @returns a function that calls the watcher off.
 */
export const endWithThisProcess = (child: ChildProcess, directory: string): (() => void) => {
  if (child.pid === undefined) return () => {};
  const watcher = spawn('sh', ['-c', 'cat; kill -9 "$0"; rm -rf "$1"', `${child.pid}`, directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  // Only the end of this process may close the pipe, and the pipe must not keep this process alive.
  (watcher.stdin as unknown as { unref(): void }).unref();
  return () => void watcher.kill('SIGKILL');
};
