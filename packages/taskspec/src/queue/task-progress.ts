import type { AnySpec } from '../spec/task-spec.ts';

/** How far a running task is: told by its worker, read by `handle.progress()`. */
export interface TaskProgress {
  /**
   * Tells how far a claimed task is. However often it is called, it costs little: the newest value is kept here and goes
   * with those of others, a few times a second. A claim that is not valid any more tells nothing.
   *
   * What cannot travel, or takes more than 16 KiB, is told as the text that a log would show of it.
   *
   * @throws TaskSpecError `GRAFLOW_SPEC_NOT_CLAIMED`
   */
  progress(spec: AnySpec, value: unknown): void;
}
