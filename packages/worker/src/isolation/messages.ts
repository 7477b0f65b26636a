import type { AcceptancePolicy, TaskEnvelope, TaskOptions, TaskStrategy } from '@graflow/resolver';
import type { Failure, StateOptions, TaskLog, TaskSignals, TaskState } from '@graflow/taskspec';
import type { LoadedResolverModule } from '../modules/load-resolver-modules.ts';
import type { SentEnvelope } from './code-shelf.ts';

/** What a runner is started with: where its tasks come from. Plain data, as all that passes between worker and runner. */
export interface RunnerData {
  readonly resolverModules: readonly string[];
  readonly resolverId: string | undefined;
  readonly cwd: string;
}

/** A claimed task on its way to a runner. Its record was verified before; what may arrive is checked once more there. */
export interface RunRequest {
  readonly taskId: string;
  readonly name: string;
  readonly resolverId: string;
  readonly queue: string;
  readonly address: string;
  readonly token: string;
  readonly attempt: number;
  readonly failures: number;
  readonly options: TaskOptions;
  readonly envelope: TaskEnvelope;
  /** The arguments, as the payload codec writes them. */
  readonly args: string;
  /** What follow-ups fall back to. */
  readonly binding: {
    readonly resolverId?: string | undefined;
    readonly strategy?: TaskStrategy | undefined;
    readonly accept?: AcceptancePolicy | undefined;
  };
}

/** The same as it travels: a text of code that the runner has does not. */
export type SentRequest = Omit<RunRequest, 'envelope'> & { readonly envelope: SentEnvelope };

/** What a worker tells a runner; `run` numbers the runs of one runner. */
export type ToRunner =
  | { readonly type: 'run'; readonly run: number; readonly request: SentRequest }
  | { readonly type: 'abort'; readonly run: number; readonly reason: Failure }
  | { readonly type: 'answer'; readonly call: number; readonly answer: SentAnswer };

/** A question of a run to its queue: to a state, about signals, or for what is published under a name, its `id`. */
export interface QueueCall {
  readonly method: keyof TaskState | keyof TaskSignals | 'findPublished';
  readonly id: string;
  /** Those of the state. */
  readonly options?: StateOptions | undefined;
  /** The key or name, and what else the method takes, as the payload codec writes them. */
  readonly args: string;
  /** Which write of the attempt it is. */
  readonly position: number;
}

/** What the queue answered: one of many values, the last one, or an error; values as the payload codec writes them. */
export type SentAnswer =
  | { readonly kind: 'part' | 'value'; readonly value: string }
  | { readonly kind: 'error'; readonly error: Failure };

/** What a task threw, as data. */
export interface SentThrown {
  readonly failure: Failure;
  /** Set where the task threw `retryLater`. */
  readonly retryLaterMs?: number;
  /** Set where the task threw `doNotRetry`, or where another attempt would be in vain for another reason. */
  readonly isFinal?: boolean;
}

/** How an attempt ended in a runner; values and follow-ups as the payload codec writes them. */
export type SentEnding =
  | { readonly ended: 'value'; readonly value: string; readonly followUps?: string }
  | { readonly ended: 'thrown'; readonly thrown: SentThrown }
  | { readonly ended: 'unresolved'; readonly error: Failure };

/** What a runner tells its worker. */
export type FromRunner =
  | { readonly type: 'ready'; readonly modules: readonly LoadedResolverModule[] }
  | { readonly type: 'not-ready'; readonly error: Failure; readonly details: string }
  | { readonly type: 'learned'; readonly run: number; readonly options: TaskOptions }
  | { readonly type: 'progress'; readonly run: number; readonly value: string }
  | { readonly type: 'log'; readonly level: keyof TaskLog; readonly message: string; readonly fields: string }
  | { readonly type: 'call'; readonly run: number; readonly call: number; readonly request: QueueCall }
  | { readonly type: 'hang-up'; readonly run: number; readonly call: number }
  | { readonly type: 'ended'; readonly run: number; readonly ending: SentEnding }
  | { readonly type: 'thrown-outside'; readonly run: number; readonly failure: Failure }
  | { readonly type: 'exiting'; readonly run: number | undefined; readonly exitCode: number };
