import type { EventEmitter } from 'node:events';
import type { AnySpec, TaskLog, TaskQueue } from '@graflow/taskspec';
import type { QueueErrorEvent, TaskEvent, WorkerEvents } from './worker-events.ts';

type TaskEventName = Exclude<keyof WorkerEvents, 'queue-error'>;
type Facts<Name extends TaskEventName> = Omit<WorkerEvents[Name][0], keyof TaskEvent>;
type PlainEventName = { [Name in TaskEventName]: keyof Facts<Name> extends never ? Name : never }[TaskEventName];

/** What is told of a run. */
interface ReportedRun {
  readonly taskId: string;
  readonly attempt: number;
  readonly spec: AnySpec;
  readonly queue: TaskQueue;
  readonly startedAt: number;
}

/** Tells what happens: to the listeners of the worker, and to the logger. No listener can end a slot by throwing. */
export class Reporter {
  readonly #events: EventEmitter<WorkerEvents>;
  readonly #logger: TaskLog;

  constructor(events: EventEmitter<WorkerEvents>, logger: TaskLog) {
    this.#events = events;
    this.#logger = logger;
  }

  /** Tells an event of a run; costs next to nothing when nobody listens. */
  tell(name: PlainEventName, run: ReportedRun): void;
  /** Tells one that says more than that it happened. */
  tell<Name extends TaskEventName>(name: Name, run: ReportedRun, facts: Facts<Name>): void;
  tell(name: TaskEventName, run: ReportedRun, facts?: object): void {
    if (this.#events.listenerCount(name) === 0) return;
    const { taskId, attempt, spec, queue, startedAt } = run;
    const runMs = performance.now() - startedAt;
    const event: TaskEvent = { taskId, name: spec.name, attempt, queue: queue.name, runMs };
    this.#emit(name, facts === undefined ? event : { ...event, ...facts }); // to spread nothing is not free
  }

  /** Tells that the queue refused. */
  tellQueueError(event: QueueErrorEvent): void {
    this.#emit('queue-error', event);
  }

  /** Gives the log of one run: each line carries which run it is from. */
  logFor({ taskId, attempt, spec }: ReportedRun): TaskLog {
    const logger = this.#logger;
    const origin = { taskId, task: spec.name, attempt };
    return {
      debug: (message, fields) => logger.debug(message, { ...fields, ...origin }),
      info: (message, fields) => logger.info(message, { ...fields, ...origin }),
      warn: (message, fields) => logger.warn(message, { ...fields, ...origin }),
      error: (message, fields) => logger.error(message, { ...fields, ...origin }),
    };
  }

  #emit(name: keyof WorkerEvents, event: object): void {
    try {
      (this.#events as EventEmitter).emit(name, event);
    } catch (error) {
      this.#logger.error(`A listener of "${name}" threw.`, { error });
    }
  }
}
