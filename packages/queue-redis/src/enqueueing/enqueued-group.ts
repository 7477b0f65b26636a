import type { KnownTasks } from './known-tasks.ts';
import type { PreparedTask } from './prepared-task.ts';

/** Tasks that are added together or not at all. */
export interface EnqueuedGroup {
  /** The tasks. */
  readonly tasks: readonly PreparedTask[];
  /** How many bytes their records take. */
  readonly bytes: number;
  /** Hears which of them are known under another id. */
  readonly resolve: (known: KnownTasks) => void;
  /** Hears why they were not added. */
  readonly reject: (error: unknown) => void;
}
