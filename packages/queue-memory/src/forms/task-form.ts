import type { TaskEnvelope } from '@graflow/resolver';
import type { AnySpec, Claim, TaskSpec } from '@graflow/taskspec';

/** A task as a queue keeps it: live, or as the bytes of its record. */
export interface TaskForm {
  /** The spec that was enqueued. */
  readonly spec: AnySpec;
  /** Makes the spec that a claimer gets. */
  open(claim: Claim): TaskSpec;
  /** What makes this task another one than one with the same id, as text. */
  content(): string;
}

/** Serializes a spec, if it is not yet, and gives its envelope. */
export async function envelopeOf(spec: AnySpec): Promise<TaskEnvelope> {
  await spec.ensureSerialized();
  return spec.envelope as TaskEnvelope;
}
