import { type AnySpec, taskIdTaken } from '@graflow/taskspec';
import type { CodeStore } from './code-store.ts';
import type { Connection } from '../connection/connection.ts';
import { outcomeKey, recordKey } from '../keys.ts';
import { prepareTask, type PreparedTask } from './prepared-task.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import { runScript } from '../connection/script.ts';
import { enqueueScript } from '../scripts/enqueue.ts';
import { contentDigest, isSameTask } from './task-content.ts';

/** Tasks that are added together or not at all. */
interface Group {
  readonly tasks: readonly PreparedTask[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The most tasks that one call of the script takes; more would block Redis for too long. */
const perCall = 1_000;

/** More than a token and a digest. */
const longestHead = 80;

/** Adds tasks. What is asked for in one tick goes in one call, a thousand tasks at the most. */
export class TaskWriter {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #settings: RedisQueueSettings;
  readonly #code: CodeStore;
  #groups: Group[] = [];

  /** Writes nothing yet. */
  constructor(connection: Connection, tag: string, settings: RedisQueueSettings, code: CodeStore) {
    this.#connection = connection;
    this.#tag = tag;
    this.#settings = settings;
    this.#code = code;
  }

  /**
   * Makes the tasks of serialized specs waiting, in their order; each thousand of them in one step.
   *
   * @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` where another task has an id; QueueRedisError.
   */
  async add(specs: readonly AnySpec[]): Promise<void> {
    const tasks = withoutRepeats(specs.map((spec) => prepareTask(spec, this.#settings)));
    const groups: Promise<void>[] = [];
    for (let start = 0; start < tasks.length; start += perCall)
      groups.push(this.#addGroup(tasks.slice(start, start + perCall)));
    await Promise.all(groups);
  }

  /** Writes tasks that become waiting with the settle of another one: their code goes now, the rest is given back. */
  async prepare(specs: readonly AnySpec[]): Promise<readonly PreparedTask[]> {
    const tasks = withoutRepeats(specs.map((spec) => prepareTask(spec, this.#settings)));
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
      if (there && !isSameTask(there, task.record)) throw taskIdTaken(task.taskId);
      if (!there && !(await this.#hasEnded(task))) missing.push(task);
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

  #addGroup(tasks: readonly PreparedTask[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#groups.length === 0) setImmediate(() => this.#flush());
      this.#groups.push({ tasks, resolve, reject });
    });
  }

  #flush(): void {
    let together: Group[] = [];
    let size = 0;
    for (const group of this.#groups.splice(0)) {
      if (size + group.tasks.length > perCall) {
        void this.#send(together);
        [together, size] = [[], 0];
      }
      together.push(group);
      size += group.tasks.length;
    }
    void this.#send(together);
  }

  async #send(groups: readonly Group[]): Promise<void> {
    try {
      const tasks = groups.flatMap((group) => group.tasks);
      if (!hasRepeats(tasks) && (await this.#write(tasks)) === 'added') for (const { resolve } of groups) resolve();
      else for (const group of groups) void this.#sendMissing(group);
    } catch (error) {
      for (const { reject } of groups) reject(error);
    }
  }

  /** The slow way, group by group, where an id was taken or asked for twice: mostly by a copy of the same task. */
  async #sendMissing({ tasks, resolve, reject }: Group): Promise<void> {
    try {
      let missing = await this.missingOf(tasks);
      while (missing.length > 0 && (await this.#write(missing)) !== 'added') missing = await this.missingOf(tasks);
      resolve();
    } catch (error) {
      reject(error);
    }
  }

  async #write(tasks: readonly PreparedTask[]): Promise<string> {
    const texts = textsOf(tasks);
    const reply = await this.#call(tasks, texts, false);
    return reply === 'missing' ? this.#call(tasks, texts, true) : reply;
  }

  async #call(tasks: readonly PreparedTask[], texts: ReadonlyMap<string, string>, withTexts: boolean): Promise<string> {
    const args: ScriptArgument[] = [texts.size];
    for (const [hash, text] of texts) args.push(hash, this.#code.knows(hash) && !withTexts ? '' : text);
    args.push(tasks.length);
    for (const task of tasks) args.push(...task.args);
    const reply = String(await runScript(this.#connection, enqueueScript, this.#tag, args));
    for (const [hash, text] of texts) this.#code.remember(hash, text);
    return reply;
  }
}

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
