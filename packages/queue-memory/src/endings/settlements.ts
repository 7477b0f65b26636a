import type { AnySpec, DeadReason, Outcome, SettleStep } from '@graflow/taskspec';
import { checkDuration, decodeOutcome, encodeOutcome, optionInvalid, toSpecs } from '@graflow/taskspec';
import { loseTask } from './lose-task.ts';
import { tasksOf } from '../forms/tasks-of.ts';
import type { MemoryStore } from '../memory-store.ts';
import type { QueueSettings } from '../queue-options.ts';
import { snapshotOf } from '../snapshot.ts';
import type { StoredTask } from '../forms/stored-task.ts';

const maxFollowUps = 1_000;
const maxRefusals = 2;
const none: readonly AnySpec[] = [];

type OptionsOf<Step extends SettleStep['step']> = Omit<Extract<SettleStep, { readonly step: Step }>, 'step' | 'value'>;

/** The four ways to end a claim. */
export class Settlements {
  readonly #store: MemoryStore;
  readonly #settings: QueueSettings;

  constructor(store: MemoryStore, settings: QueueSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /** Ends a claim as a step says; gives a promise only where follow-ups must be serialized. */
  settle(spec: AnySpec, step: SettleStep): Promise<void> | void {
    switch (step.step) {
      case 'ack':
        return this.ack(spec, step.value, step);
      case 'retry':
        return this.retry(spec, step);
      case 'bury':
        return this.bury(spec, step.reason);
      case 'release':
        return this.release(spec, step);
    }
  }

  ack(spec: AnySpec, value: unknown, { followUps = none }: OptionsOf<'ack'>): Promise<void> | void {
    if (followUps.length > maxFollowUps) throw optionInvalid('followUps', followUps, `at most ${maxFollowUps} specs`);
    const task = this.#store.held(spec);
    const outcome = { ok: true, value: snapshotOf(value, this.#settings.limits), attempt: task.attempts } as const;
    if (followUps.length > 0) return this.#endWith(followUps, spec, outcome);
    this.#store.end(task, outcome);
    spec.status = 'settled';
  }

  retry(spec: AnySpec, { delayMs, failure }: OptionsOf<'retry'>): void {
    const task = this.#store.held(spec);
    if (delayMs !== undefined) checkDuration('delayMs', delayMs, 0);
    this.#store.events.gaveBack(task, 'task-retried', delayMs, failure);
    task.failures += 1;
    this.#store.giveBack(task, delayMs);
    spec.status = 'settled';
  }

  bury(spec: AnySpec, reason: DeadReason): void {
    this.#bury(this.#store.held(spec), reason);
    spec.status = 'settled';
  }

  /** A task that is refused for the second time is unroutable: the queue object is its only worker. */
  release(spec: AnySpec, { delayMs, refusal, crash }: OptionsOf<'release'>): void {
    const task = this.#store.held(spec);
    if (delayMs !== undefined) checkDuration('delayMs', delayMs, 0);
    if (crash !== undefined) {
      task.lostLeases += 1;
      loseTask(this.#store, task, this.#settings.maxLostLeases, crash);
      spec.status = 'settled';
      return;
    }
    if (refusal !== undefined) task.refusals += 1;
    if (refusal !== undefined && task.refusals >= maxRefusals) {
      this.#bury(task, { code: 'GRAFLOW_TASK_UNROUTABLE', failure: refusal });
    } else {
      this.#store.events.gaveBack(task, 'task-released', delayMs, refusal);
      task.attempts -= 1;
      this.#store.giveBack(task, delayMs);
    }
    spec.status = 'settled';
  }

  async #endWith(followUps: readonly AnySpec[], spec: AnySpec, outcome: Outcome): Promise<void> {
    const specs = toSpecs(followUps, undefined, undefined, this.#settings.binding);
    const tasks = await tasksOf(specs, this.#settings);
    this.#store.end(this.#store.held(spec), outcome, tasks);
    for (const followUp of specs) followUp.status = 'enqueued';
    spec.status = 'settled';
  }

  /** The reason goes through its text, because what somebody does to it later must not be seen. */
  #bury(task: StoredTask, reason: DeadReason): void {
    this.#store.end(task, decodeOutcome(encodeOutcome({ ok: false, reason, attempt: task.attempts })));
  }
}
