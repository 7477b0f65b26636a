import type { AnySpec } from '@graflow/taskspec';
import { partsOf } from './call-sizes.ts';
import { textsOf } from './enqueue-call.ts';
import { allKnown, type KnownTasks } from './known-tasks.ts';
import { missingTasks } from './missing-tasks.ts';
import { type MarkOf, prepareTask, type PreparedTask } from './prepared-task.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { type Destination, perCall, TaskSender } from './task-sender.ts';
import { withoutRepeats } from './without-repeats.ts';

/** Writes the records of specs, and sends them. */
export class TaskWriter {
  readonly #to: Destination;
  readonly #settings: RedisQueueSettings;
  readonly #markOf: MarkOf | undefined;
  readonly #sender: TaskSender;

  /**
   * Writes nothing yet.
   *
   * @param markOf - what stands behind ids of other partitions, where there are any
   */
  constructor(settings: RedisQueueSettings, to: Omit<Destination, 'queue' | 'maxUnansweredBytes'>, markOf?: MarkOf) {
    this.#settings = settings;
    this.#markOf = markOf;
    this.#to = { ...to, queue: settings.queue, maxUnansweredBytes: settings.maxUnansweredBytes };
    this.#sender = new TaskSender(this.#to);
  }

  /**
   * Makes the tasks of serialized specs waiting, in their order; each 250 of them in one step, or each 16 MiB. Tells which of
   * them are known under another id. Where one is refused, those before it may have been added. Nothing is written while too
   * much is under way.
   *
   * @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` where another task has an id, what the payload codec refuses;
   * QueueRedisError.
   */
  add(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const isOneGroup = specs.length > 0 && specs.length <= perCall;
    if (!isOneGroup) return this.#addGroups(specs);
    const { unanswered } = this.#sender;
    return unanswered.hasRoom ? this.#addSome(specs) : unanswered.whenRoom(() => this.#addSome(specs));
  }

  /** Writes the records of serialized specs, and sends nothing yet. */
  write(specs: readonly AnySpec[]): readonly PreparedTask[] {
    return withoutRepeats(specs.map((spec) => prepareTask(spec, this.#settings, this.#markOf)));
  }

  /** Adds what was written, {@link perCall} tasks at the most, as `add` does. */
  addWritten(tasks: readonly PreparedTask[]): Promise<KnownTasks> {
    const { unanswered } = this.#sender;
    return unanswered.hasRoom ? this.#send(tasks) : unanswered.whenRoom(() => this.#send(tasks));
  }

  /** Writes tasks that become waiting with the settle of another one: their code goes now, the rest is given back. */
  async prepare(specs: readonly AnySpec[]): Promise<readonly PreparedTask[]> {
    const tasks = this.write(specs);
    if (tasks.some(({ code }) => code.size > 0)) await this.#sender.sendCode(textsOf(tasks));
    return tasks;
  }

  /** Gives those of the tasks that neither wait nor have ended; throws as {@link missingTasks} does. */
  missingOf(tasks: readonly PreparedTask[]): Promise<readonly PreparedTask[]> {
    return missingTasks(this.#to.connection, this.#to.tag, tasks);
  }

  async #addGroups(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const { unanswered } = this.#sender;
    const groups: Promise<KnownTasks>[] = [];
    try {
      for (let start = 0; start < specs.length; start += perCall) {
        const some = specs.slice(start, start + perCall);
        const send = (): unknown => groups.push(this.#addSome(some));
        if (unanswered.hasRoom) send();
        else await unanswered.whenRoom(async () => send());
      }
    } catch (error) {
      await Promise.allSettled(groups);
      throw error;
    }
    return allKnown(await Promise.all(groups));
  }

  #addSome(specs: readonly AnySpec[]): Promise<KnownTasks> {
    return this.#send(this.write(specs));
  }

  #send(tasks: readonly PreparedTask[]): Promise<KnownTasks> {
    const groups = partsOf(tasks).map((part) => this.#sender.send(part));
    return groups.length === 1 ? (groups[0] as Promise<KnownTasks>) : Promise.all(groups).then(allKnown);
  }
}
