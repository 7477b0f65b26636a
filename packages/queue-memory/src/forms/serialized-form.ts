import { allStrategies, type TaskOptions } from '@graflow/resolver';
import {
  type AnySpec,
  type EncodedRecord,
  type OpenedRecord,
  type Outcome,
  TaskSpec,
  TaskSpecError,
  upstreamOf,
} from '@graflow/taskspec';
import { decodeRecord, encodeRecord, joinEnvelope, openRecord } from '@graflow/taskspec';
import type { QueueSettings } from '../queue-options.ts';
import { readSnapshot } from '../snapshot.ts';
import { envelopeOf, type TakenValues, type TaskForm, type ClaimOnTask } from './task-form.ts';

const prefix = 'memory';

/** A task as the record that would lie in Redis: what a claimer gets was read back from bytes. */
export class SerializedForm implements TaskForm {
  readonly name: string;
  readonly options: TaskOptions;
  readonly upstream: readonly string[];
  readonly #record: EncodedRecord;
  readonly #settings: QueueSettings;

  private constructor(spec: AnySpec, record: EncodedRecord, settings: QueueSettings) {
    this.name = spec.name;
    this.options = spec.options;
    this.#record = record;
    this.#settings = settings;
    this.upstream = upstreamOf(spec, record.results);
  }

  get results(): readonly string[] {
    return this.#record.results;
  }

  get length(): number {
    return this.#record.bytes.length;
  }

  /** Writes the record and reads it back once, so that what cannot travel is refused before it is claimed. */
  static async of(spec: AnySpec, settings: QueueSettings): Promise<SerializedForm> {
    await envelopeOf(spec);
    const record = encodeRecord(spec, { prefix, queue: settings.name, now: settings.now(), ...settings.limits });
    const form = new SerializedForm(spec, record, settings);
    form.#read();
    return form;
  }

  open(claim: ClaimOnTask, values?: TakenValues): TaskSpec {
    const { header, envelope, args } = this.#read(values);
    const { taskId, resolverId, name, options } = header;
    const loadEnvelope = async () => joinEnvelope(envelope, this.#record.code);
    return TaskSpec.claimed({ taskId, resolverId, name, options, args, claim, loadEnvelope }, this.#settings.binding);
  }

  content(): string {
    const { header, envelope, args } = decodeRecord(this.#record.bytes);
    const { resolverId, strategy, name, options } = header;
    return JSON.stringify([resolverId, strategy, name, options, envelope, args]);
  }

  #read(values?: TakenValues): OpenedRecord {
    const { bytes, header } = this.#record;
    const { name: queue, limits } = this.#settings;
    const outcomeOf = (id: string): Outcome => ({ ok: true, value: readSnapshot(values?.get(id), limits), attempt: 1 });
    const { taskId, enqueuedAt: now } = header;
    const arrival = { prefix, queue, taskId, accept: allStrategies, now, outcomeOf, ...limits };
    const verdict = openRecord(bytes, arrival);
    if (verdict.verdict === 'good') return verdict;
    throw new TaskSpecError('GRAFLOW_RECORD_INVALID', verdict.reason.failure.message, { taskId });
  }
}
