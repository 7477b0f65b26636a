import type { TaskEnvelope, TaskOptions } from '@graflow/resolver';
import type { AnySpec, Claim, IdSource, TaskSpec } from '@graflow/taskspec';
import type { Snapshot } from '../snapshot.ts';

/** A claim, and the task that it is on. */
export interface ClaimOnTask extends Claim {
  readonly task: IdSource;
}

/** A task as a queue keeps it: live, or as the bytes of its record. */
export interface TaskForm {
  /** How people call the task. */
  readonly name: string;
  /** Its options when it was enqueued. */
  readonly options: TaskOptions;
  /** The ids that it waits for. */
  readonly upstream: readonly string[];
  /** Those of them whose values its arguments take. */
  readonly results: readonly string[];
  /** About how many bytes it takes: its record, or its arguments where it has none. */
  readonly length: number;
  /** Whether it only waits for others, and is never claimed. */
  readonly isGroup?: boolean;
  /** Makes the spec that a claimer gets, with the values that its arguments take. */
  open(claim: ClaimOnTask, values?: TakenValues): TaskSpec;
  /** What makes this task another one than one with the same id, as text. */
  content(): string;
}

/** The values that arguments take, by the tasks that gave them. */
export type TakenValues = ReadonlyMap<string, Snapshot>;

/** Serializes a spec, if it is not yet, and gives its envelope. */
export async function envelopeOf(spec: AnySpec): Promise<TaskEnvelope> {
  await spec.ensureSerialized();
  return spec.envelope as TaskEnvelope;
}
