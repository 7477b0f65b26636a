import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a running process may have; the kernel refuses it more. */
export interface ProcessLimits {
  /** How large a file may become that it writes, in bytes: past it a write fails, as on a full disk. */
  readonly fsize?: number | 'unlimited';
  /** How many files and sockets it may have open. */
  readonly nofile?: number;
}

/** Sets a limit of a running process, and leaves what it may be raised to as it is: no right is needed that a CI machine lacks. */
export async function limitProcess(pid: number, limits: ProcessLimits): Promise<void> {
  const flags = Object.entries(limits).map(([name, limit]) => `--${name}=${limit}:`);
  await run('prlimit', ['--pid', `${pid}`, ...flags]).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error('This scenario needs prlimit, which is a part of util-linux: install it.', { cause: error });
  });
}
