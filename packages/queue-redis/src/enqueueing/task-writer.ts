import { setTimeout as sleep } from 'node:timers/promises';
import { type AnySpec, isBacklogFull } from '@graflow/taskspec';
import { fullBy } from './full-by.ts';
import type { CodeStore } from './code-store.ts';
import type { Connection } from '../connection/connection.ts';
import { allKnown, knownIn, type KnownTasks, noneKnown } from './known-tasks.ts';
import { plainArguments } from './plain-arguments.ts';
import { prepareTask, type PreparedTask } from './prepared-task.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import { runScript } from '../connection/script.ts';
import { enqueuePlainScript } from '../scripts/enqueue-plain.ts';
import { enqueueScript } from '../scripts/enqueue.ts';
import { missingTasks } from './missing-tasks.ts';
import { hasRepeats, withoutRepeats } from './without-repeats.ts';

/** Tasks that are added together or not at all. */
interface Group {
  readonly tasks: readonly PreparedTask[];
  readonly resolve: (known: KnownTasks) => void;
  readonly reject: (error: unknown) => void;
}

/** The most tasks that one call of the script takes: few enough that Redis adds them while the next ones are written. */
const perCall = 250;

const shortWayPauseMs = 1_000;

/** How often a producer that waits asks whether there is room now. */
const roomEveryMs = 100;

/** Adds tasks. What is asked for in one tick goes in one call, but for a call that is full, which goes at once. */
export class TaskWriter {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #settings: RedisQueueSettings;
  readonly #code: CodeStore;
  #groups: Group[] = [];
  /** How many tasks these are. */
  #size = 0;
  /** When the short way may be tried again: where it was refused, it mostly would be again. */
  #shortWayFrom = 0;

  /** Writes nothing yet. */
  constructor(connection: Connection, tag: string, settings: RedisQueueSettings, code: CodeStore) {
    this.#connection = connection;
    this.#tag = tag;
    this.#settings = settings;
    this.#code = code;
  }

  /**
   * Makes the tasks of serialized specs waiting, in their order; each 250 of them in one step. Tells which of them are
   * known under another id. Where one is refused, those before it may have been added.
   *
   * @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` where another task has an id, what the payload codec refuses;
   * QueueRedisError.
   */
  add(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const isOneGroup = specs.length > 0 && specs.length <= perCall;
    return isOneGroup ? this.#addGroup(this.#write(specs)) : this.#addGroups(specs);
  }

  async #addGroups(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const groups: Promise<KnownTasks>[] = [];
    try {
      for (let start = 0; start < specs.length; start += perCall)
        groups.push(this.#addGroup(this.#write(specs.slice(start, start + perCall))));
    } catch (error) {
      await Promise.allSettled(groups);
      throw error;
    }
    return allKnown(await Promise.all(groups));
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
    if (this.#size + tasks.length > perCall) this.#flush();
    return new Promise((resolve, reject) => {
      if (this.#groups.length === 0) setImmediate(() => this.#flush());
      this.#groups.push({ tasks, resolve, reject });
      this.#size += tasks.length;
      if (this.#size === perCall) this.#flush();
    });
  }

  #flush(): void {
    const groups = this.#groups;
    if (groups.length === 0) return;
    this.#groups = [];
    this.#size = 0;
    void this.#send(groups);
  }

  async #send(groups: readonly Group[]): Promise<void> {
    try {
      const tasks = groups.flatMap((group) => group.tasks);
      const isRepeating = groups.length > 1 && hasRepeats(tasks);
      const known = isRepeating ? undefined : await this.#store(tasks);
      for (const group of groups) {
        if (known) group.resolve(known);
        else void this.#sendAlone(group);
      }
    } catch (error) {
      for (const group of groups) {
        if (isBacklogFull(error)) void this.#sendAlone(group);
        else group.reject(error);
      }
    }
  }

  /** Where they do not fit together, one group may; and there may be room a moment later. */
  async #sendAlone({ tasks, resolve, reject }: Group): Promise<void> {
    const startedAt = performance.now();
    for (;;) {
      try {
        return resolve(await this.#storeMissing(tasks));
      } catch (error) {
        if (!isBacklogFull(error) || performance.now() - startedAt >= error.details.waitMs) return reject(error);
      }
      await sleep(roomEveryMs);
    }
  }

  /** The slow way, where an id was taken or asked for twice: mostly by a copy of the same task. */
  async #storeMissing(tasks: readonly PreparedTask[]): Promise<KnownTasks> {
    let known: KnownTasks | undefined;
    while (known === undefined) {
      const missing = await this.missingOf(tasks);
      known = missing.length === 0 ? noneKnown : await this.#store(missing);
    }
    return known;
  }

  /** Gives undefined, having written nothing, where an id is taken. @throws TaskSpecError `GRAFLOW_BACKLOG_FULL` */
  async #store(tasks: readonly PreparedTask[]): Promise<KnownTasks | undefined> {
    if (await this.#storePlain(tasks)) return noneKnown;
    const texts = textsOf(tasks);
    let reply = await this.#call(tasks, texts, false);
    if (reply[0] === 'missing') reply = await this.#call(tasks, texts, true);
    if (reply[0] === 'full') throw fullBy(reply, this.#settings.queue);
    return reply[0] === 'added' ? knownIn(reply) : undefined;
  }

  /** Takes the short way where it leads to the same; tells whether it did. */
  async #storePlain(tasks: readonly PreparedTask[]): Promise<boolean> {
    const args = performance.now() < this.#shortWayFrom ? undefined : plainArguments(tasks);
    if (args === undefined) return false;
    const reply = await runScript(this.#connection, enqueuePlainScript, this.#tag, args);
    if (String(reply) === 'added') return true;
    this.#shortWayFrom = performance.now() + shortWayPauseMs;
    return false;
  }

  async #call(
    tasks: readonly PreparedTask[],
    texts: ReadonlyMap<string, string>,
    withTexts: boolean,
  ): Promise<readonly string[]> {
    const args: ScriptArgument[] = [texts.size];
    for (const [hash, text] of texts) args.push(hash, this.#code.knows(hash) && !withTexts ? '' : text);
    args.push(tasks.length);
    for (const task of tasks) args.push(...task.args);
    const reply = await runScript(this.#connection, enqueueScript, this.#tag, args);
    for (const [hash, text] of texts) this.#code.remember(hash, text);
    return [reply].flat().map(String);
  }
}

const textsOf = (tasks: readonly PreparedTask[]): ReadonlyMap<string, string> =>
  new Map(tasks.flatMap(({ code }) => (code.size === 0 ? [] : [...code])));
