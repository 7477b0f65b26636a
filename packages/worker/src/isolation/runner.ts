import { decodePayload, failureFrom, type TaskLog } from '@graflow/taskspec';
import { runnerCrashed, runnerFailed } from '../errors.ts';
import type { Ending } from '../execute.ts';
import type { LoadedResolverModule } from '../modules/load-resolver-modules.ts';
import type { TaskRun } from '../task-run.ts';
import { CodeShelf } from './code-shelf.ts';
import { IsolatedRun } from './isolated-run.ts';
import type { CheckedIsolation } from './isolation-options.ts';
import type { FromRunner, RunnerData, RunRequest, ToRunner } from './messages.ts';
import { Outbox } from './outbox.ts';
import { remoteError } from './remote-error.ts';
import { type RunnerLink, startRunner } from './runner-link.ts';
import { receiveEnding } from './sent-ending.ts';

/** What every runner of a worker is made with. */
export interface RunnerSettings {
  readonly isolation: CheckedIsolation;
  readonly data: RunnerData;
  readonly graceMs: number;
  readonly logger: TaskLog;
}

/** How long a runner that was killed may take to be gone, in milliseconds. */
const killMs = 2_000;

/**
 * One thread or process and the runs in it: starting -> ready -> gone. When it goes, the run at fault ends as what it
 * did, and those beside it as lost: their tasks run again, and nothing is counted against them.
 */
export class Runner {
  /** The resolver modules, once they are loaded; rejects where they cannot be, or where the runner does not start. */
  readonly ready: Promise<readonly LoadedResolverModule[]>;
  /** Resolves when the runner is gone, with the runs of which any may be at fault. */
  readonly gone: Promise<readonly TaskRun[]>;
  readonly #settings: RunnerSettings;
  readonly #link: RunnerLink;
  readonly #outbox: Outbox<ToRunner>;
  readonly #runs = new Map<number, IsolatedRun>();
  readonly #code = new CodeShelf();
  #lastRun = 0;
  #isReady = false;
  #culprit: { readonly run: number | undefined; readonly ending: Ending } | undefined;
  #setReady!: (modules: readonly LoadedResolverModule[]) => void;
  #refuseReady!: (error: unknown) => void;
  #setGone!: (suspects: readonly TaskRun[]) => void;
  #isGone = false;

  /** Starts it. */
  constructor(settings: RunnerSettings) {
    this.#settings = settings;
    this.ready = new Promise((resolve, reject) => {
      this.#setReady = resolve;
      this.#refuseReady = reject;
    });
    this.ready.catch(() => undefined); // whoever runs a task here hears of it
    this.gone = new Promise((resolve) => (this.#setGone = resolve));
    this.#link = startRunner(settings.isolation, settings.data, {
      onMessages: (messages) => messages.forEach((message) => this.#receive(message)),
      onExit: (how) => this.#exit(how),
    });
    this.#outbox = new Outbox((messages) => this.#isGone || this.#link.post(messages));
  }

  /** How many runs are in it. */
  get load(): number {
    return this.#runs.size;
  }

  /** Whether it has loaded its modules. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether it may be given a run. */
  get isOpen(): boolean {
    return !this.#isGone && this.#culprit === undefined;
  }

  /** Runs an attempt here. */
  async run(run: TaskRun, request: RunRequest): Promise<Ending> {
    this.#lastRun += 1;
    const number = this.#lastRun;
    const isolated = new IsolatedRun(run, {
      abort: (reason) => this.#outbox.add({ type: 'abort', run: number, reason }),
      answer: (call, answer) => this.#outbox.add({ type: 'answer', call, answer }),
      kill: () => this.kill({ run: number, ending: { ended: 'thrown', thrown: run.abortReason ?? run.signal.reason } }),
      graceMs: this.#settings.graceMs,
    });
    this.#runs.set(number, isolated);
    this.#link.hold(true);
    this.ready.then(
      () => {
        this.#outbox.add({
          type: 'run',
          run: number,
          request: { ...request, envelope: this.#code.send(request.envelope) },
        });
        isolated.start();
      },
      (error: unknown) => this.#end(number, { ended: 'unresolved', error }),
    );
    return isolated.ended;
  }

  /** Ends the runner at once, for the fault of a run, or of nobody. */
  kill(culprit: { readonly run: number | undefined; readonly ending: Ending } = nobody): void {
    this.#culprit ??= culprit;
    this.#link.kill();
    setTimeout(() => this.#exit('it was killed and did not end'), killMs).unref();
  }

  #receive(message: FromRunner): void {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#setReady(message.modules);
        return this.#link.hold(this.#runs.size > 0);
      case 'not-ready':
        this.#refuseReady(Object.assign(remoteError(message.error), { details: fieldsOf(message.details) }));
        return this.kill();
      case 'learned':
        return this.#runs.get(message.run)?.learn(message.options);
      case 'progress':
        return this.#runs.get(message.run)?.run.progress(decodePayload(message.value, anySize));
      case 'call':
        return this.#runs.get(message.run)?.calls.begin(message.call, message.request);
      case 'hang-up':
        return this.#runs.get(message.run)?.calls.end(message.call);
      case 'log':
        return this.#settings.logger[message.level](message.message, fieldsOf(message.fields));
      case 'ended':
        return this.#end(message.run, receiveEnding(message.ending));
      case 'thrown-outside':
        this.#culprit ??= { run: message.run, ending: { ended: 'thrown', thrown: message.failure } };
        return;
      case 'exiting':
        if (message.run === undefined) return;
        this.#culprit ??= { run: message.run, ending: this.#crashOf(`it called process.exit(${message.exitCode})`) };
    }
  }

  #end(number: number, ending: Ending): void {
    const isolated = this.#runs.get(number);
    if (isolated === undefined) return;
    this.#runs.delete(number);
    if (this.#runs.size === 0) this.#link.hold(false);
    isolated.end(ending);
  }

  #exit(how: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#refuseReady(runnerFailed(this.#settings.isolation.kind, how));
    const numbers = [...this.#runs.keys()];
    const culprit = this.#culprit ?? { run: numbers.length === 1 ? numbers[0] : undefined, ending: this.#crashOf(how) };
    const suspects = this.#culprit === undefined && numbers.length > 1 ? [...this.#runs.values()] : [];
    if (this.#isReady) for (const number of numbers) this.#end(number, number === culprit.run ? culprit.ending : lost);
    this.#setGone(suspects.map(({ run }) => run));
  }

  #crashOf(how: string): Ending {
    return { ended: 'crashed', crash: failureFrom(runnerCrashed(this.#settings.isolation.kind, how)) };
  }
}

const lost: Ending = { ended: 'lost' };
const nobody = { run: undefined, ending: lost };
const anySize = { maxPayloadBytes: Infinity };
const fieldsOf = (text: string): Readonly<Record<string, unknown>> =>
  (decodePayload(text, anySize) ?? {}) as Readonly<Record<string, unknown>>;
