import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Subject } from './subject.ts';

/** What a worker process has done and used so far. */
export interface Progress {
  readonly settled: number;
  readonly cpuUs: number;
  readonly rssBytes: number;
}

/** Worker processes that serve one queue together. */
export class Workers {
  readonly #children: readonly ChildProcess[];
  readonly #latest: Progress[];
  #onProgress: () => void = () => undefined;

  private constructor(children: readonly ChildProcess[]) {
    this.#children = children;
    this.#latest = children.map(() => ({ settled: 0, cpuUs: 0, rssBytes: 0 }));
    for (const [index, child] of children.entries())
      child.on('message', (message) => {
        this.#latest[index] = message as Progress;
        this.#onProgress();
      });
  }

  /** Starts as many as asked for; resolves when all of them claim. */
  static async start(subject: Subject, redisUrl: string, concurrency: number, count = 1): Promise<Workers> {
    const args = [subject.name, redisUrl, `${concurrency}`];
    const execArgv = process.env['BENCH_PROFILE'] === subject.name ? ['--cpu-prof', '--cpu-prof-dir=profiles'] : [];
    const program = new URL('worker-process.mjs', import.meta.url);
    const children = Array.from({ length: count }, () => fork(program, args, { execArgv }));
    await Promise.all(children.map((child) => once(child, 'message')));
    return new Workers(children);
  }

  /** Resolves, with the sums over all, when they have settled this many tasks. */
  settled(count: number): Promise<Progress> {
    return new Promise((resolve) => {
      this.#onProgress = () => {
        const sums = this.#sums();
        if (sums.settled >= count) resolve(sums);
      };
      this.#onProgress();
    });
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        child.send('stop');
        await once(child, 'exit');
      }),
    );
  }

  #sums(): Progress {
    const sum = (name: keyof Progress): number => this.#latest.reduce((all, progress) => all + progress[name], 0);
    return { settled: sum('settled'), cpuUs: sum('cpuUs'), rssBytes: sum('rssBytes') };
  }
}
