import type { TaskEnvelope, TaskOptions } from '@graflow/resolver';
import { decodePayload, taskContext, TaskSpec } from '@graflow/taskspec';

/** What the tasks of a share have in common. */
export interface ShareTemplate {
  readonly name: string;
  readonly resolverId: string;
  readonly options: TaskOptions;
  readonly envelope: TaskEnvelope;
}

/** One task of a share. */
export interface ShareMember {
  readonly taskId: string;
  /** Its arguments, as the payload codec writes them. */
  readonly args: string;
}

/** Enqueues a share of many tasks as follow-ups: all of them in the step that settles this one, by ids that are always the same. */
export async function enqueueShare(template: ShareTemplate, members: readonly ShareMember[]): Promise<void> {
  const { enqueue } = taskContext();
  for (const member of members) await enqueue(specOf(template, member));
}

/** Makes the spec of a member. */
export function specOf({ envelope, ...template }: ShareTemplate, { taskId, args }: ShareMember): TaskSpec {
  const read = decodePayload(args, { maxPayloadBytes: Infinity }) as readonly unknown[];
  return TaskSpec.arrived({ ...template, taskId, args: read, loadEnvelope: () => envelope });
}
