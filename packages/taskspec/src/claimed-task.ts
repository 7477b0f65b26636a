import type { AnyTask, TaskEnvelope, TaskOptions } from '@graflow/resolver';
import type { Claim } from './claim.ts';

/** What a queue hands over with a task it claimed. */
export interface ClaimedTask {
  /** The id of the task. */
  readonly taskId: string;
  /** The resolver that reads the envelope. */
  readonly resolverId: string;
  /** The live function, where the queue is in the same process. */
  readonly executable?: AnyTask | undefined;
  /** Reads the envelope, code and all; called when something needs it, and again only after it failed. */
  readonly loadEnvelope?: (() => Promise<TaskEnvelope> | TaskEnvelope) | undefined;
  /** How the task is called by people. */
  readonly name: string;
  /** The arguments. */
  readonly args: readonly unknown[];
  /** The options that travelled. */
  readonly options: TaskOptions;
  /** The lease. */
  readonly claim: Claim;
}
