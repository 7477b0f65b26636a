import { type ChildProcess, fork } from 'node:child_process';

/** Starts a TypeScript program in a process of its own that reads the packages' sources, as the tests do. */
export const forkSource = (program: URL, args: readonly string[]): ChildProcess =>
  fork(program, args, { execArgv: process.env['GRAFLOW_SOURCE_FLAGS']?.split(' ') ?? [] });
