import type { AnyTask, TaskEnvelope, TaskOptions } from '@graflow/resolver';
import type { Claim } from './claim.ts';

/** What knows the id of a task, and may make it when it is asked. */
export interface IdSource {
  /** The id of the task. */
  readonly taskId: string;
}

/** A task that arrived from elsewhere: from a queue, or out of the thread or process that it was made in. */
export interface ArrivedTask {
  /** The id of the task, or what knows it. */
  readonly taskId: string | IdSource;
  /** The resolver that reads the envelope. */
  readonly resolverId: string;
  /** The live function, where the queue is in the same process. */
  readonly executable?: AnyTask | undefined;
  /** Reads the envelope, code and all; called when something needs it, and again only after it failed. */
  readonly loadEnvelope?: (() => Promise<TaskEnvelope> | TaskEnvelope) | undefined;
  /** Whether the task travelled by reference, so that its name is all there is to it. */
  readonly isReference?: boolean;
  /** How the task is called by people. */
  readonly name: string;
  /** The arguments. */
  readonly args: readonly unknown[];
  /** The options that travelled. */
  readonly options: TaskOptions;
}

/** Gives the envelope of a task that arrived, where it has one. */
export const envelopeOf = ({ isReference, name, loadEnvelope }: ArrivedTask) =>
  isReference ? ({ version: 1, strategy: 'reference', name } as const) : loadEnvelope?.();

/** What a queue hands over with a task it claimed. */
export interface ClaimedTask extends ArrivedTask {
  /** The lease. */
  readonly claim: Claim;
}
