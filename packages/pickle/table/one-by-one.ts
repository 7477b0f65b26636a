import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** One program to work on: where it is, or what to load. */
export interface Job {
  readonly id: string;
  readonly name?: string;
  readonly file?: string;
  readonly text?: string;
}

/** What a process told of one job. */
export interface Told {
  readonly text?: string;
  readonly there?: string;
  readonly refused?: string;
  readonly lost?: 'hangs' | 'crashes' | 'not run';
}

/** A program that works through jobs, as those of `far/` do. */
export interface Worker {
  readonly node: string;
  readonly command: readonly string[];
  readonly folder: string;
  /** How long one job may take. */
  readonly limitMs: number;
}

/** Has jobs done many to a process. One that hangs or crashes is noted, and a new process goes on behind it. */
export async function oneByOne(worker: Worker, jobs: readonly Job[]): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  for (let left = jobs; left.length > 0; left = jobs.filter(({ id }) => !told.has(id))) {
    const { stuckAt, hangs } = await work(worker, left, told);
    if (stuckAt !== undefined) told.set(stuckAt, { lost: hangs ? 'hangs' : 'crashes' });
    else if (left.every(({ id }) => !told.has(id))) throw new Error(`${worker.command[0]} did not begin.`);
  }
  return told;
}

function work(
  { node, command, folder, limitMs }: Worker,
  jobs: readonly Job[],
  told: Map<string, Told>,
): Promise<{ readonly stuckAt: string | undefined; readonly hangs: boolean }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = spawn(node, command, { cwd: folder, env, stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
    let at: string | undefined;
    let late = false;
    const tooLate = (): void => {
      late = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(tooLate, 10 * limitMs);
    createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
      clearTimeout(timer);
      timer = setTimeout(tooLate, limitMs);
      const { begins, id, ...rest } = JSON.parse(line) as Told & { begins?: string; id?: string };
      at = begins;
      if (id !== undefined) told.set(id, rest);
    });
    child.on('error', reject);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(JSON.stringify(jobs));
    // 13: it waits for something that never comes.
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ stuckAt: at, hangs: late || code === 13 });
    });
  });
}
