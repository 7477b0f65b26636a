import { type AnySpec, taskIdTaken } from '@graflow/taskspec';
import type { CodeStore } from './code-store.ts';
import type { Connection } from '../connection/connection.ts';
import { cancelledRecord, outcomeKey, recordKey } from '../keys.ts';
import { prepareTask, type PreparedTask } from './prepared-task.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import { runScript } from '../connection/script.ts';
import { enqueueScript } from '../scripts/enqueue.ts';
import { contentDigest, isSameTask } from './task-content.ts';

/** The ids of tasks that were not added because their deduplication key leads to another task, each with that one's id. */
export type KnownTasks = ReadonlyMap<string, string>;

/** Tasks that are added together or not at all. */
interface Group {
  readonly tasks: readonly PreparedTask[];
  readonly resolve: (known: KnownTasks) => void;
  readonly reject: (error: unknown) => void;
}

/** The most tasks that one call of the script takes: few enough that Redis adds them while the next ones are written. */
const perCall = 250;

const cancelled = Buffer.from(cancelledRecord);

/** More than a token and a digest. */
const longestHead = 80;

/** Adds tasks. What is asked for in one tick goes in one call, but for a call that is full, which goes at once. */
export class TaskWriter {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #settings: RedisQueueSettings;
  readonly #code: CodeStore;
  #groups: Group[] = [];
  /** How many tasks these are. */
  #size = 0;

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
  async add(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const groups: Promise<KnownTasks>[] = [];
    try {
      for (let start = 0; start < specs.length; start += perCall)
        groups.push(this.#addGroup(this.#write(specs.slice(start, start + perCall))));
    } catch (error) {
      await Promise.allSettled(groups);
      throw error;
    }
    return allOf(await Promise.all(groups));
  }

  /** Writes tasks that become waiting with the settle of another one: their code goes now, the rest is given back. */
  async prepare(specs: readonly AnySpec[]): Promise<readonly PreparedTask[]> {
    const tasks = this.#write(specs);
    if (tasks.some(({ code }) => code.size > 0)) await this.#call([], textsOf(tasks), true);
    return tasks;
  }

  /**
   * Gives those of the tasks that neither wait nor have ended.
   *
   * @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` where another task has the id.
   */
  async missingOf(tasks: readonly PreparedTask[]): Promise<readonly PreparedTask[]> {
    const keys = tasks.map(({ taskId }) => recordKey(this.#tag, taskId));
    const stored = await this.#connection.ask((client) => client.mgetBuffer(keys));
    const missing: PreparedTask[] = [];
    for (const [index, task] of tasks.entries()) {
      const there = stored[index];
      const isThere = there && !there.equals(cancelled);
      if (isThere && !isSameTask(there, task.record)) throw taskIdTaken(task.taskId);
      if (!isThere && !(await this.#hasEnded(task))) missing.push(task);
    }
    return missing;
  }

  async #hasEnded({ taskId, record }: PreparedTask): Promise<boolean> {
    const key = outcomeKey(this.#tag, taskId);
    const head = await this.#connection.ask((client) => client.getrange(key, 0, longestHead));
    const [, digest = ''] = head.split('\n');
    if (digest !== '' && digest !== contentDigest(taskId, record)) throw taskIdTaken(taskId);
    return head !== '';
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
      const known = hasRepeats(tasks) ? undefined : await this.#store(tasks);
      for (const group of groups) {
        if (known) group.resolve(known);
        else void this.#sendMissing(group);
      }
    } catch (error) {
      for (const { reject } of groups) reject(error);
    }
  }

  /** The slow way, group by group, where an id was taken or asked for twice: mostly by a copy of the same task. */
  async #sendMissing({ tasks, resolve, reject }: Group): Promise<void> {
    try {
      let known: KnownTasks | undefined;
      while (known === undefined) {
        const missing = await this.missingOf(tasks);
        known = missing.length === 0 ? none : await this.#store(missing);
      }
      resolve(known);
    } catch (error) {
      reject(error);
    }
  }

  /** Gives undefined, having written nothing, where an id is taken. */
  async #store(tasks: readonly PreparedTask[]): Promise<KnownTasks | undefined> {
    const texts = textsOf(tasks);
    let reply = await this.#call(tasks, texts, false);
    if (reply[0] === 'missing') reply = await this.#call(tasks, texts, true);
    return reply[0] === 'added' ? knownIn(reply) : undefined;
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

const none: KnownTasks = new Map();

/** After the word, the ids of tasks that were left out alternate with those of the known ones. */
function knownIn(reply: readonly string[]): KnownTasks {
  if (reply.length === 1) return none;
  const known = new Map<string, string>();
  for (let at = 1; at < reply.length; at += 2) known.set(reply[at] as string, reply[at + 1] as string);
  return known;
}

const allOf = (groups: readonly KnownTasks[]): KnownTasks =>
  groups.every((known) => known.size === 0) ? none : new Map(groups.flatMap((known) => [...known]));

const textsOf = (tasks: readonly PreparedTask[]): ReadonlyMap<string, string> =>
  new Map(tasks.flatMap(({ code }) => (code.size === 0 ? [] : [...code])));

const hasRepeats = (tasks: readonly PreparedTask[]): boolean =>
  new Set(tasks.map(({ taskId }) => taskId)).size < tasks.length;

/** The same task twice in one list is one task. */
function withoutRepeats(tasks: readonly PreparedTask[]): readonly PreparedTask[] {
  const byId = new Map<string, PreparedTask>();
  for (const task of tasks) {
    const same = byId.get(task.taskId);
    if (same && !isSameTask(same.record, task.record)) throw taskIdTaken(task.taskId);
    byId.set(task.taskId, same ?? task);
  }
  return byId.size === tasks.length ? tasks : [...byId.values()];
}
