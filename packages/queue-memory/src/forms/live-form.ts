import type { AnyTask } from '@graflow/resolver';
import { type AnySpec, type Claim, encodePayload, TaskSpec, upstreamOf } from '@graflow/taskspec';
import type { QueueSettings } from '../queue-options.ts';
import { lengthOf, readSnapshot, resultsIn, type Snapshot, snapshotOfArgs } from '../snapshot.ts';
import { envelopeOf, type TakenValues, type TaskForm } from './task-form.ts';

/** A task with its live function; it is serialized only when somebody asks its spec for the envelope. */
export class LiveForm implements TaskForm {
  readonly spec: AnySpec;
  readonly upstream: readonly string[];
  readonly #resolverId: string;
  readonly #args: Snapshot;
  readonly #settings: QueueSettings;

  constructor(spec: AnySpec, settings: QueueSettings) {
    this.spec = spec;
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

  open(claim: Claim, values?: TakenValues): TaskSpec {
    const { name, options, isLive } = this.spec;
    const executable: AnyTask | undefined = isLive ? this.spec.executable : undefined;
    const loadEnvelope = isLive ? undefined : () => envelopeOf(this.spec);
    const args = this.#readArgs(values);
    const task = {
      taskId: this.spec,
      resolverId: this.#resolverId,
      name,
      options,
      claim,
      args,
      executable,
      loadEnvelope,
    };
    return TaskSpec.claimed(task, this.#settings.binding);
  }

  /** Functions are compared by their text: what they captured is not looked at. */
  content(): string {
    const { name, isLive, options } = this.spec;
    const { timeoutMs, retry, resultTtlMs, priority, limitKey } = options;
    const code = isLive ? String(this.spec.executable) : '';
    const args = encodePayload(this.#readArgs(), { onResult: () => undefined });
    return JSON.stringify([this.#resolverId, name, code, args, timeoutMs, retry, resultTtlMs, priority, limitKey]);
  }

  #readArgs(values?: TakenValues): readonly unknown[] {
    const { limits } = this.#settings;
    const result = values && ((taskId: string): unknown => readSnapshot(values.get(taskId), limits));
    return readSnapshot(this.#args, limits, result) as readonly unknown[];
  }
}
