/** The tasks of all scenarios: a resolver module. Each says in the log of its worker what becomes of it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, openLog } from '../log/logger.ts';
import { taskContext, TaskSpec } from '@graflow/taskspec';
import { type CurrentRun, currentRun } from './current-run.ts';

let log: Logger | undefined;
const say: Logger = (fact) => {
  log ??= openLog(process.env['FAULTS_LOG'] as string, process.env['FAULTS_NAME'] as string);
  log(fact);
};

/** Takes so long, and has its effect at the end. */
export const work = (ms: number): Promise<number> => logged(() => sleep(ms, ms));

// What travels by value finds it here, wherever it arrives.
Object.assign(globalThis, { faultsWork: work });

/** Ends well, but for the first attempt, which never ends. */
export const hangOnce = (): Promise<number> =>
  logged(({ attempt }) => (attempt === 1 ? new Promise<number>(() => {}) : Promise.resolve(attempt)));

/** Never ends at one worker, and ends at once at all others. */
export const hangAt = (worker: string): Promise<string> =>
  logged(() => (process.env['FAULTS_NAME'] === worker ? new Promise<string>(() => {}) : Promise.resolve('not there')));

/** Ends when its signal fires. */
export const untilAborted = (): Promise<unknown> =>
  logged(({ signal }) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())));

/** Says that what a group kept closed is open. */
export const openBarrier = (group: string): Promise<void> =>
  logged(async ({ attempt }) => say({ kind: 'barrierFired', group, attempt }));

/** Keeps a follow-up for each id, of which nothing stays when it has ended: who came a second time would run. */
export const spread = (ids: readonly string[], ms: number): Promise<void> =>
  logged(async () => {
    for (const taskId of ids)
      await taskContext().enqueue(new TaskSpec({ name: 'work', args: [ms], taskId, resultTtlMs: 0 }));
    await sleep(ms);
  });

/** Writes to a shared state, with time between its writes in which its worker may die; gives what each write gave. */
export const tally = (ms: number): Promise<unknown> =>
  logged(async () => {
    const state = taskContext().state('tally');
    const sum = await state.add('sum', 1);
    await sleep(ms);
    const place = await state.append('ids', taskContext().taskId);
    await sleep(ms);
    return { sum, place, isFirst: await state.compareAndSet('first', undefined, taskContext().taskId) };
  });

/** Sends a signal, and takes its time before and after. */
export const tell = (name: string, value: unknown, ms: number): Promise<void> =>
  logged(async () => {
    await sleep(ms);
    await taskContext().sendSignal('post', name, value);
    await sleep(ms);
  });

/** Waits for a signal, takes its time, and gives what it was told. */
export const hear = (name: string, ms: number): Promise<unknown> =>
  logged(async () => {
    const told = await taskContext().waitForSignal('post', name, { timeoutMs: 120_000 });
    await sleep(ms);
    return told;
  });

/** Gives its argument back. */
export const echo = (value: unknown): Promise<unknown> => logged(() => Promise.resolve(value));

/** Gives so many characters. */
export const large = (length: number): Promise<string> => logged(() => Promise.resolve('x'.repeat(length)));

/** Keeps the event loop of its process from everybody else. */
export const block = (ms: number): Promise<number> =>
  logged(async () => {
    const end = performance.now() + ms;
    while (performance.now() < end);
    return ms;
  });

/** Throws in every attempt. */
export const fail = (): Promise<never> =>
  logged(() => Promise.reject(new Error('This task fails whatever anybody does.')));

/** Throws in the first attempts. */
export const failTimes = (times: number): Promise<number> =>
  logged(({ attempt }) =>
    attempt <= times ? Promise.reject(new Error(`Attempt ${attempt} fails.`)) : Promise.resolve(attempt),
  );

/** Takes what it runs in with it. */
export const die = (how: 'exit' | 'abort' | 'memory' | 'rejection'): Promise<never> =>
  logged(async ({ end }) => {
    end('failure'); // a process that ends may be seen much later
    if (how === 'exit') process.exit(7);
    if (how === 'abort') process.abort();
    if (how === 'rejection') void Promise.reject(new Error('Nobody handles this.'));
    const kept: unknown[] = [];
    while (how === 'memory') kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
    return new Promise<never>(() => {});
  });

/** What the body of a task is given, and how it says by itself that it is over. */
interface RunInBody extends Pick<CurrentRun, 'attempt' | 'signal'> {
  end(how: 'value' | 'failure'): void;
}

async function logged<T>(body: (run: RunInBody) => Promise<T>): Promise<T> {
  const { taskId: id, attempt, signal } = currentRun();
  const run = randomUUID();
  say({ kind: 'start', id, attempt, run, pid: process.pid });
  const lost = (): void => {
    const { code } = signal.reason as { readonly code?: unknown };
    if (code === 'GRAFLOW_LEASE_LOST') say({ kind: 'lost', id, attempt, run });
    if (code === 'GRAFLOW_TASK_CANCELLED') say({ kind: 'cancelled', id, attempt, run });
  };
  signal.addEventListener('abort', lost, { once: true });
  const end: RunInBody['end'] = (how) => say({ kind: 'end', id, run, how });
  try {
    const value = await body({ attempt, signal, end });
    say({ kind: 'effect', id, attempt, run });
    end('value');
    return value;
  } catch (error) {
    end('failure');
    throw error;
  }
}
