import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Subject } from './subject.ts';

/** What a worker process measured from its first to its last settled task. */
export interface WorkerReport {
  readonly wallMs: number;
  readonly cpuUs: number;
}

/** Starts a worker process; `report` resolves when it has settled `count` tasks. */
export async function startWorker(subject: Subject, redisUrl: string, concurrency: number, count: number) {
  const args = [subject.name, redisUrl, `${concurrency}`, `${count}`];
  const profile = process.env['BENCH_PROFILE'] === subject.name ? ['--cpu-prof', '--cpu-prof-dir=profiles'] : [];
  const child = fork(new URL('worker-process.mjs', import.meta.url), args, {
    execArgv: profile,
  });
  const report = new Promise<WorkerReport>((resolve, reject) => {
    child.on('message', (message) => message !== 'ready' && resolve(message as WorkerReport));
    child.once('exit', (code) => reject(new Error(`The worker of ${subject.name} ended with code ${code}.`)));
  });
  report.catch(() => {});
  await once(child, 'message');
  return {
    report,
    stop: async () => {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}
