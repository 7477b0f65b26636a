import type { TaskEnvelope } from './envelope.ts';

/**
 * Where tasks are looked up that were published under a name while the program runs. Whoever keeps it has checked what it
 * gives: size, form, policy and signature.
 */
export interface TaskCatalog {
  /** Gives the by-value task that is published under a name; undefined where there is none. */
  find(name: string): Promise<TaskEnvelope | undefined>;
}
