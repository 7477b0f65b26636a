import { setTimeout as sleep } from 'node:timers/promises';
import { isBacklogFull } from '@graflow/taskspec';
import { fullBy } from './full-by.ts';
import { bytesOf, mostCallBytes } from './call-sizes.ts';
import type { CodeStore } from './code-store.ts';
import type { Connection } from '../connection/connection.ts';
import { callEnqueue, type CodeTexts, textsOf } from './enqueue-call.ts';
import type { EnqueuedGroup } from './enqueued-group.ts';
import { QueueRedisError } from '../errors.ts';
import { knownIn, type KnownTasks, noneKnown } from './known-tasks.ts';
import { missingTasks } from './missing-tasks.ts';
import type { OutcomeWaiter } from '../outcomes/outcome-waiter.ts';
import type { PackedArguments } from '../connection/packed-arguments.ts';
import { plainArguments } from './plain-arguments.ts';
import type { PreparedTask } from './prepared-task.ts';
import { runScript } from '../connection/script.ts';
import { ShortWay } from '../connection/short-way.ts';
import { enqueuePlainScript } from '../scripts/enqueue-plain.ts';
import { Unanswered } from './unanswered.ts';
import { hasRepeats } from './without-repeats.ts';

/** The most tasks that one call of the script takes: few enough that Redis adds them while the next ones are written. */
export const perCall = 250;

/** So many go at once, though more may be asked for in this tick, which Redis adds while those are written. */
const worthACall = 50;

/** How often a producer that waits asks whether there is room now. */
const roomEveryMs = 100;

/** Where tasks are sent to, and what is known there. */
export interface Destination {
  readonly connection: Connection;
  readonly tag: string;
  /** The name of the queue, for people. */
  readonly queue: string;
  readonly code: CodeStore;
  readonly maxUnansweredBytes: number;
  /** What hears of tasks that are sent: as new ones, and of those that may have been known before. */
  readonly outcomes: Pick<OutcomeWaiter, 'expect' | 'mistrust'>;
}

/** Sends tasks that are written. What comes in one tick goes in one call, or in a few where it is much. */
export class TaskSender {
  /** What is under way. */
  readonly unanswered: Unanswered;
  readonly #to: Destination;
  readonly #shortWay = new ShortWay();
  #groups: EnqueuedGroup[] = [];
  /** How many tasks these are. */
  #size = 0;
  #bytes = 0;

  /** Sends nothing yet. */
  constructor(to: Destination) {
    this.#to = to;
    this.unanswered = new Unanswered(to.maxUnansweredBytes);
  }

  /** Sends tasks that are added together or not at all, {@link perCall} of them at the most; tells which of them are known. */
  send(tasks: readonly PreparedTask[]): Promise<KnownTasks> {
    const bytes = bytesOf(tasks);
    if (this.#size + tasks.length > perCall || this.#bytes + bytes > mostCallBytes) this.#flush();
    this.unanswered.sent(bytes);
    return new Promise((resolve, reject) => {
      if (this.#groups.length === 0) setImmediate(() => this.#flush());
      this.#groups.push({ tasks, bytes, resolve, reject });
      this.#size += tasks.length;
      this.#bytes += bytes;
      for (const { taskId } of tasks) this.#to.outcomes.expect(taskId);
      if (this.#size >= worthACall) this.#flush();
    });
  }

  /** Sends texts of code alone. */
  async sendCode(texts: CodeTexts): Promise<void> {
    await this.#call([], texts, true);
  }

  #flush(): void {
    const groups = this.#groups;
    if (groups.length === 0) return;
    this.#groups = [];
    this.#size = 0;
    this.#bytes = 0;
    const tasks = groups.length === 1 ? (groups[0] as EnqueuedGroup).tasks : groups.flatMap((group) => group.tasks);
    const args = this.#shortWay.isOpen && !hasRepeats(tasks) ? plainArguments(tasks) : undefined;
    if (args) this.#addPlain(groups, tasks, args);
    else void this.#add(groups, tasks);
  }

  /** Takes the short way, and the long one where that does not lead there; a promise a task would be seen. */
  #addPlain(groups: readonly EnqueuedGroup[], tasks: readonly PreparedTask[], args: PackedArguments): void {
    const { connection, tag } = this.#to;
    void runScript(connection, enqueuePlainScript, tag, args).then(
      (reply) => {
        if (String(reply) === 'added') for (const group of groups) this.#end(group, noneKnown);
        else {
          this.#shortWay.refused();
          void this.#add(groups, tasks);
        }
      },
      (error: unknown) => {
        for (const group of groups) this.#fail(group, error);
      },
    );
  }

  async #add(groups: readonly EnqueuedGroup[], tasks: readonly PreparedTask[]): Promise<void> {
    try {
      const isRepeating = groups.length > 1 && hasRepeats(tasks);
      const known = isRepeating ? undefined : await this.#store(tasks);
      for (const group of groups) {
        if (known) this.#end(group, known);
        else void this.#addAlone(group);
      }
    } catch (error) {
      for (const group of groups) {
        if (isBacklogFull(error)) void this.#addAlone(group);
        else this.#fail(group, error);
      }
    }
  }

  #end({ bytes, resolve }: EnqueuedGroup, known: KnownTasks): void {
    this.unanswered.answered(bytes);
    resolve(known);
  }

  #fail({ bytes, reject }: EnqueuedGroup, error: unknown): void {
    if (error instanceof QueueRedisError) this.unanswered.failed(bytes, error);
    else this.unanswered.answered(bytes);
    reject(error);
  }

  /** Where they do not fit together, one group may; and there may be room a moment later. */
  async #addAlone(group: EnqueuedGroup): Promise<void> {
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
    const { connection, tag, outcomes } = this.#to;
    for (const { taskId } of tasks) outcomes.mistrust(taskId);
    let known: KnownTasks | undefined;
    while (known === undefined) {
      const missing = await missingTasks(connection, tag, tasks);
      known = missing.length === 0 ? noneKnown : await this.#store(missing);
    }
    return known;
  }

  /** Gives undefined, having written nothing, where an id is taken. @throws TaskSpecError `GRAFLOW_BACKLOG_FULL` */
  async #store(tasks: readonly PreparedTask[]): Promise<KnownTasks | undefined> {
    const texts = textsOf(tasks);
    let reply = await this.#call(tasks, texts, false);
    if (reply[0] === 'missing') reply = await this.#call(tasks, texts, true);
    if (reply[0] === 'full') throw fullBy(reply, this.#to.queue);
    return reply[0] === 'added' ? knownIn(reply) : undefined;
  }

  #call(tasks: readonly PreparedTask[], texts: CodeTexts, withTexts: boolean): Promise<readonly string[]> {
    const { connection, tag, code } = this.#to;
    return callEnqueue(connection, tag, code, { tasks, texts, withTexts });
  }
}
