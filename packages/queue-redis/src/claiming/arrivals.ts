import type { TaskEnvelope } from '@graflow/resolver';
import {
  type Arrival,
  defaultResultTtlMs,
  joinEnvelope,
  openRecord,
  type Outcome,
  type OpenedRecord,
  type RecordRefused,
  recordRefused,
  type SpecBinding,
  type StoredEnvelope,
  TaskSpec,
} from '@graflow/taskspec';
import type { ClaimedRecord } from './claimed-records.ts';
import type { CodeStore } from '../enqueueing/code-store.ts';
import { contentDigest } from '../enqueueing/task-content.ts';
import { HeldClaim } from './held-claim.ts';
import { outcomeOf } from '../outcomes/outcome-of.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { readTaken, type TakenValues } from './taken-values.ts';

/** What becomes of a task that arrived: a spec to run, or a settle that ends its claim at once. */
export type Arrived =
  | { readonly spec: TaskSpec; readonly claim: HeldClaim }
  | { readonly kind: 'd' | 'g'; readonly claim: HeldClaim; readonly args: readonly (string | number)[] };

const releaseDelayMs = 1_000;

/** Judges what was claimed, before anything of it is used: good, not mine (given back) or bad (kept as a dead letter). */
export class Arrivals {
  readonly #settings: RedisQueueSettings;
  /** One for all, because a worker sees a hundred thousand tasks a second. */
  readonly #arrival: { -readonly [Part in keyof Arrival]: Arrival[Part] };
  readonly #binding: SpecBinding;
  readonly #code: CodeStore;
  #values: TakenValues = new Map();

  /** Knows the policy, and where code texts are. */
  constructor(settings: RedisQueueSettings, binding: SpecBinding, code: CodeStore) {
    this.#settings = settings;
    const { prefix, queue, accept, keys, maxPayloadBytes } = settings;
    const outcomeOf = (taskId: string): Outcome | undefined => readTaken(this.#values, taskId, { maxPayloadBytes });
    this.#arrival = { prefix, queue, accept, keys, maxPayloadBytes, taskId: '', now: 0, outcomeOf };
    this.#binding = binding;
    this.#code = code;
  }

  /** Gives a task back whose lease may have ended before we heard of it: others may run it by now. */
  giveBack({ entry, nth, failures, lost }: ClaimedRecord, token: string): Arrived {
    return { kind: 'g', claim: new HeldClaim(entry, token, nth, failures, lost), args: [0, 0, ''] };
  }

  /** Judges one task. */
  open(task: ClaimedRecord, token: string, values: TakenValues): Arrived {
    const { entry, nth, failures, lost, record } = task;
    this.#arrival.taskId = entry.slice(1);
    this.#arrival.now = Date.now();
    this.#values = values;
    const verdict = openRecord(record, this.#arrival);
    if (verdict.verdict === 'good') return this.#claimed(verdict, task, token);
    this.#publish(entry.slice(1), verdict);
    const claim = new HeldClaim(entry, token, nth, failures, lost);
    const refused = outcomeOf(verdict.reason, claim.attempt);
    return verdict.verdict === 'bad'
      ? { kind: 'd', claim, args: [defaultResultTtlMs, refused] }
      : { kind: 'g', claim, args: [releaseDelayMs, defaultResultTtlMs, refused] };
  }

  /** No worker sees a refused record, so this is the only word of it in this process. */
  #publish(taskId: string, { verdict, reason }: Pick<RecordRefused, 'verdict' | 'reason'>): void {
    if (!recordRefused.hasSubscribers) return;
    recordRefused.publish({ queue: this.#settings.queue, taskId, verdict, reason } satisfies RecordRefused);
  }

  #claimed(
    { header, envelope, args }: OpenedRecord,
    { entry, nth, failures, lost, record }: ClaimedRecord,
    token: string,
  ): Arrived {
    const { taskId, resolverId, name, options } = header;
    const hashes = envelope.code?.join(',') ?? '';
    const claim = new HeldClaim(entry, token, nth, failures, lost, hashes, contentDigest(header, record));
    const isReference = header.strategy === 'reference';
    const loadEnvelope = isReference ? undefined : this.#loaderOf(envelope);
    const task = { taskId, resolverId, name, args, options, claim, isReference, loadEnvelope };
    return { spec: TaskSpec.claimed(task, this.#binding), claim };
  }

  #loaderOf(envelope: StoredEnvelope): () => Promise<TaskEnvelope> {
    return async () => joinEnvelope(envelope, await this.#code.read(envelope.code ?? []));
  }
}
