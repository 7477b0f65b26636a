import type { AnyTask, CaptureOptions } from '@graflow/resolver';

/** How a function is published. */
export interface PublishOptions {
  /** What it may capture, as for a task by value. */
  readonly capture?: CaptureOptions;
}

/** Tasks that are defined while the program runs, and known by name. */
export interface TaskPublishing {
  /**
   * Stores a function, with everything that it captured, under a name in the queue; in the place of the one before. From then
   * on a task of this name runs on every worker that accepts `pickle`, has the key, and does not know the name itself: no
   * module, no registration. Each attempt takes the newest. At most 1,000 names a queue.
   *
   * @throws TaskSpecError `GRAFLOW_PUBLISH_UNSIGNED` where this process has no key, `GRAFLOW_PUBLISHED_TOO_MANY`,
   * `GRAFLOW_QUEUE_CLOSED`; ResolverError `GRAFLOW_TASK_NAME_INVALID`; TaskSerializationError `GRAFLOW_TASK_NOT_PICKLABLE`.
   */
  publish(name: string, fn: AnyTask, options?: PublishOptions): Promise<void>;
  /** Takes what is published under a name away; tasks of this name wait for who knows it. Tells whether there was one. */
  unpublish(name: string): Promise<boolean>;
}
