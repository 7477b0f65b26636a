import { setTimeout as sleep } from 'node:timers/promises';
import { type AnySpec, isBacklogFull } from '@graflow/taskspec';
import { fullBy } from './full-by.ts';
import type { CodeStore } from './code-store.ts';
import type { Connection } from '../connection/connection.ts';
import { allKnown, knownIn, type KnownTasks, noneKnown } from './known-tasks.ts';
import { plainArguments } from './plain-arguments.ts';
import { prepareTask, type PreparedTask } from './prepared-task.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { QueueRedisError } from '../errors.ts';
import type { PackedArguments } from '../connection/packed-arguments.ts';
import type { OutcomeWaiter } from '../outcomes/outcome-waiter.ts';
import { runScript } from '../connection/script.ts';
import { ShortWay } from '../connection/short-way.ts';
import { enqueuePlainScript } from '../scripts/enqueue-plain.ts';
import { callEnqueue, type CodeTexts, textsOf } from './enqueue-call.ts';
import { missingTasks } from './missing-tasks.ts';
import { bytesOf, mostCallBytes, partsOf } from './call-sizes.ts';
import type { EnqueuedGroup } from './enqueued-group.ts';
import { Unanswered } from './unanswered.ts';
import { hasRepeats, withoutRepeats } from './without-repeats.ts';

/** The most tasks that one call of the script takes: few enough that Redis adds them while the next ones are written. */
const perCall = 250;

/** So many go at once, though more may be asked for in this tick, which Redis adds while those are written. */
const worthACall = 50;

/** How often a producer that waits asks whether there is room now. */
const roomEveryMs = 100;

/** What hears of tasks that are sent: as new ones, and of those that may have been known before. */
type Sent = Pick<OutcomeWaiter, 'expect' | 'mistrust'>;

/** Adds tasks. What is asked for in one tick goes in one call, or in a few where it is much. */
export class TaskWriter {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #settings: RedisQueueSettings;
  readonly #code: CodeStore;
  readonly #sent: Sent;
  readonly #shortWay = new ShortWay();
  readonly #unanswered: Unanswered;
  #groups: EnqueuedGroup[] = [];
  /** How many tasks these are. */
  #size = 0;
  #bytes = 0;

  /** Writes nothing yet. */
  constructor(connection: Connection, tag: string, settings: RedisQueueSettings, code: CodeStore, sent: Sent) {
    this.#connection = connection;
    this.#tag = tag;
    this.#settings = settings;
    this.#code = code;
    this.#sent = sent;
    this.#unanswered = new Unanswered(settings.maxUnansweredBytes);
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
    return this.#unanswered.hasRoom ? this.#addSome(specs) : this.#unanswered.whenRoom(() => this.#addSome(specs));
  }

  async #addGroups(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const groups: Promise<KnownTasks>[] = [];
    try {
      for (let start = 0; start < specs.length; start += perCall) {
        const some = specs.slice(start, start + perCall);
        const send = (): unknown => groups.push(this.#addSome(some));
        if (this.#unanswered.hasRoom) send();
        else await this.#unanswered.whenRoom(async () => send());
      }
    } catch (error) {
      await Promise.allSettled(groups);
      throw error;
    }
    return allKnown(await Promise.all(groups));
  }

  #addSome(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const groups = partsOf(this.#write(specs)).map((part) => this.#addGroup(part));
    return groups.length === 1 ? (groups[0] as Promise<KnownTasks>) : Promise.all(groups).then(allKnown);
  }

  /** Writes tasks that become waiting with the settle of another one: their code goes now, the rest is given back. */
  async prepare(specs: readonly AnySpec[]): Promise<readonly PreparedTask[]> {
    const tasks = this.#write(specs);
    if (tasks.some(({ code }) => code.size > 0)) await this.#call([], textsOf(tasks), true);
    return tasks;
  }

  /** Gives those of the tasks that neither wait nor have ended; throws as {@link missingTasks} does. */
  missingOf(tasks: readonly PreparedTask[]): Promise<readonly PreparedTask[]> {
    return missingTasks(this.#connection, this.#tag, tasks);
  }

  #write(specs: readonly AnySpec[]): readonly PreparedTask[] {
    return withoutRepeats(specs.map((spec) => prepareTask(spec, this.#settings)));
  }

  #addGroup(tasks: readonly PreparedTask[]): Promise<KnownTasks> {
    const bytes = bytesOf(tasks);
    if (this.#size + tasks.length > perCall || this.#bytes + bytes > mostCallBytes) this.#flush();
    this.#unanswered.sent(bytes);
    return new Promise((resolve, reject) => {
      if (this.#groups.length === 0) setImmediate(() => this.#flush());
      this.#groups.push({ tasks, bytes, resolve, reject });
      this.#size += tasks.length;
      this.#bytes += bytes;
      for (const { taskId } of tasks) this.#sent.expect(taskId);
      if (this.#size >= worthACall) this.#flush();
    });
  }

  #flush(): void {
    const groups = this.#groups;
    if (groups.length === 0) return;
    this.#groups = [];
    this.#size = 0;
    this.#bytes = 0;
    const tasks = groups.length === 1 ? (groups[0] as EnqueuedGroup).tasks : groups.flatMap((group) => group.tasks);
    const args = this.#shortWay.isOpen && !hasRepeats(tasks) ? plainArguments(tasks) : undefined;
    if (args) this.#sendPlain(groups, tasks, args);
    else void this.#send(groups, tasks);
  }

  /** Takes the short way, and the long one where that does not lead there; a promise a task would be seen. */
  #sendPlain(groups: readonly EnqueuedGroup[], tasks: readonly PreparedTask[], args: PackedArguments): void {
    void runScript(this.#connection, enqueuePlainScript, this.#tag, args).then(
      (reply) => {
        if (String(reply) === 'added') for (const group of groups) this.#end(group, noneKnown);
        else {
          this.#shortWay.refused();
          void this.#send(groups, tasks);
        }
      },
      (error: unknown) => {
        for (const group of groups) this.#fail(group, error);
      },
    );
  }

  async #send(groups: readonly EnqueuedGroup[], tasks: readonly PreparedTask[]): Promise<void> {
    try {
      const isRepeating = groups.length > 1 && hasRepeats(tasks);
      const known = isRepeating ? undefined : await this.#store(tasks);
      for (const group of groups) {
        if (known) this.#end(group, known);
        else void this.#sendAlone(group);
      }
    } catch (error) {
      for (const group of groups) {
        if (isBacklogFull(error)) void this.#sendAlone(group);
        else this.#fail(group, error);
      }
    }
  }

  #end({ bytes, resolve }: EnqueuedGroup, known: KnownTasks): void {
    this.#unanswered.answered(bytes);
    resolve(known);
  }

  #fail({ bytes, reject }: EnqueuedGroup, error: unknown): void {
    if (error instanceof QueueRedisError) this.#unanswered.failed(bytes, error);
    else this.#unanswered.answered(bytes);
    reject(error);
  }

  /** Where they do not fit together, one group may; and there may be room a moment later. */
  async #sendAlone(group: EnqueuedGroup): Promise<void> {
    const startedAt = performance.now();
    for (;;) {
      try {
        return this.#end(group, await this.#storeMissing(group.tasks));
      } catch (error) {
        if (!isBacklogFull(error) || performance.now() - startedAt >= error.details.waitMs)
          return this.#fail(group, error);
      }
      await sleep(roomEveryMs);
    }
  }

  /** The slow way, where an id was taken or asked for twice: mostly by a copy of the same task. */
  async #storeMissing(tasks: readonly PreparedTask[]): Promise<KnownTasks> {
    let known: KnownTasks | undefined;
    for (const { taskId } of tasks) this.#sent.mistrust(taskId);
    while (known === undefined) {
      const missing = await this.missingOf(tasks);
      known = missing.length === 0 ? noneKnown : await this.#store(missing);
    }
    return known;
  }

  /** Gives undefined, having written nothing, where an id is taken. @throws TaskSpecError `GRAFLOW_BACKLOG_FULL` */
  async #store(tasks: readonly PreparedTask[]): Promise<KnownTasks | undefined> {
    const texts = textsOf(tasks);
    let reply = await this.#call(tasks, texts, false);
    if (reply[0] === 'missing') reply = await this.#call(tasks, texts, true);
    if (reply[0] === 'full') throw fullBy(reply, this.#settings.queue);
    return reply[0] === 'added' ? knownIn(reply) : undefined;
  }

  #call(tasks: readonly PreparedTask[], texts: CodeTexts, withTexts: boolean): Promise<readonly string[]> {
    return callEnqueue(this.#connection, this.#tag, this.#code, { tasks, texts, withTexts });
  }
}
