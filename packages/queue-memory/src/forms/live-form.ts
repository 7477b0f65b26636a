import type { AnyTask, TaskOptions } from '@graflow/resolver';
import { type AnySpec, encodePayload, TaskSpec, upstreamOf } from '@graflow/taskspec';
import type { QueueSettings } from '../queue-options.ts';
import { lengthOf, readSnapshot, resultsIn, type Snapshot, snapshotOfArgs } from '../snapshot.ts';
import { envelopeOf, type TakenValues, type TaskForm, type ClaimOnTask } from './task-form.ts';

/** A task with its live function; it is serialized only when somebody asks its spec for the envelope. */
export class LiveForm implements TaskForm {
  readonly name: string;
  readonly options: TaskOptions;
  readonly upstream: readonly string[];
  /** The function, or the spec that names it; other specs are not kept. */
  readonly #source: AnyTask | AnySpec;
  readonly #resolverId: string;
  readonly #args: Snapshot;
  readonly #settings: QueueSettings;

  constructor(spec: AnySpec, settings: QueueSettings) {
    this.name = spec.name;
    this.options = spec.options;
    this.#source = spec.isLive ? (spec.executable as AnyTask) : spec;
    this.#settings = settings;
    this.#resolverId = spec.resolverId;
    this.#args = snapshotOfArgs(spec.args, settings.limits);
    this.upstream = upstreamOf(spec, this.results);
  }

  get results(): readonly string[] {
    return resultsIn(this.#args);
  }

  get length(): number {
    return lengthOf(this.#args);
  }

  open(claim: ClaimOnTask, values?: TakenValues): TaskSpec {
    const { name, options } = this;
    const source = this.#source;
    const task = {
      taskId: claim.task,
      resolverId: this.#resolverId,
      name,
      options,
      claim,
      args: this.#readArgs(values),
      executable: typeof source === 'function' ? source : undefined,
      loadEnvelope: typeof source === 'function' ? undefined : loaderOf(source),
    };
    return TaskSpec.claimed(task, this.#settings.binding);
  }

  /** Functions are compared by their text: what they captured is not looked at. */
  content(): string {
    const { timeoutMs, retry, resultTtlMs, priority, limitKey } = this.options;
    const source = this.#source;
    const code = typeof source === 'function' ? String(source) : '';
    const args = encodePayload(this.#readArgs(), { onResult: () => undefined });
    return JSON.stringify([this.#resolverId, this.name, code, args, timeoutMs, retry, resultTtlMs, priority, limitKey]);
  }

  #readArgs(values?: TakenValues): readonly unknown[] {
    const { limits } = this.#settings;
    return readSnapshot(this.#args, limits, values && readerOf(values, limits)) as readonly unknown[];
  }
}

// Functions of their own: one that makes closures pays for them also where it makes none.
const loaderOf = (spec: AnySpec) => () => envelopeOf(spec);

const readerOf =
  (values: TakenValues, limits: QueueSettings['limits']) =>
  (taskId: string): unknown =>
    readSnapshot(values.get(taskId), limits);
