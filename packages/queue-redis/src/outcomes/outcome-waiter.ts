import type { Outcome, ResultOptions } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { readStoredOutcome } from '../claiming/taken-values.ts';
import { runScript } from '../connection/script.ts';
import { doneChannel } from '../keys.ts';
import { readOutcomesScript } from '../scripts/read-outcomes.ts';
import { EarlyOutcomes } from './early-outcomes.ts';
import { OutcomeWait } from './outcome-wait.ts';
import { sortedBy } from '../partitions/sorted-by.ts';
import { Subscription } from './subscription.ts';

const rereadMs = 5_000;
const separator = '\u001e';

/**
 * Waits for outcomes: subscribe, then read, then wait, so that no message falls between; and read again every five
 * seconds, because a lost message may cost time but never the outcome. What is asked for in one tick is read at once. A
 * task that was sent while the channel was listened to is not read, but for the last.
 */
export class OutcomeWaiter {
  readonly #waiting = new Map<string, OutcomeWait[]>();
  readonly #early = new EarlyOutcomes();
  readonly #connection: Connection;
  readonly #tagOf: (taskId: string) => string;
  readonly #subscription: Subscription;
  #timer: NodeJS.Timeout | undefined;
  #unread = new Set<string>();

  /**
   * Opens its client at the first wait.
   *
   * @param tags - of all partitions
   * @param tagOf - says which of them a task is in
   */
  constructor(connection: Connection, tags: readonly string[], tagOf: (taskId: string) => string) {
    this.#connection = connection;
    this.#tagOf = tagOf;
    this.#subscription = new Subscription(connection, tags.map(doneChannel), {
      onMessage: (message) => this.#hear(message),
      onLost: () => this.#early.clear(),
      onReady: () => this.#readLater(this.#waiting.keys()),
    });
  }

  /** Takes note of a task that is about to be sent from here, as a new one. */
  expect(taskId: string): void {
    if (this.#subscription.isLive) this.#early.expect(taskId);
  }

  /** Takes note that a task which was sent from here may have ended before. */
  mistrust(taskId: string): void {
    this.#early.take(taskId);
    this.#readLater([taskId]);
  }

  /**
   * Gives the outcome of a task as soon as it has one.
   *
   * @throws TaskSpecError `GRAFLOW_RESULT_TIMEOUT`, or the signal's reason.
   */
  outcomeOf(taskId: string, options: ResultOptions): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const wait = new OutcomeWait(taskId, options, resolve, reject, (ended) => this.#drop(taskId, ended));
      const others = this.#waiting.get(taskId);
      if (others) others.push(wait);
      else this.#begin(taskId, wait);
    });
  }

  /** Ends every wait with the given error. */
  close(error: Error): void {
    clearInterval(this.#timer);
    for (const waits of this.#waiting.values()) for (const wait of waits) wait.fail(error);
    this.#waiting.clear();
  }

  #begin(taskId: string, wait: OutcomeWait): void {
    this.#waiting.set(taskId, [wait]);
    this.#timer ??= setInterval(() => this.#lookAgain(), rereadMs).unref(); // the client keeps the process alive
    if (this.#early.has(taskId)) {
      const told = this.#early.take(taskId);
      if (told !== undefined) this.#tell(taskId, told);
      return;
    }
    const read = (): void => this.#readLater([taskId]);
    this.#subscription.listen().then(read, read); // where Redis refuses to tell, the timer asks
  }

  #drop(taskId: string, ended: OutcomeWait): void {
    const left = this.#waiting.get(taskId)?.filter((wait) => wait !== ended) ?? [];
    if (left.length > 0) this.#waiting.set(taskId, left);
    else this.#waiting.delete(taskId);
  }

  /** The timer goes on for a while when nobody waits: for many a wait, a new one would be made. */
  #lookAgain(): void {
    if (this.#waiting.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#readLater(this.#waiting.keys());
    void this.#subscription.look();
  }

  /** A message is a list of ids; a small outcome may follow its id on the next lines. */
  #hear(message: string): void {
    for (const part of message.split(separator)) {
      const idEnd = part.indexOf('\n');
      if (idEnd < 0) this.#heard(part, '');
      else this.#heard(part.slice(0, idEnd), part.slice(idEnd + 1));
    }
  }

  #heard(taskId: string, told: string): void {
    if (this.#waiting.has(taskId)) this.#tell(taskId, told);
    else this.#early.hear(taskId, told);
  }

  #readLater(taskIds: Iterable<string>): void {
    const before = this.#unread.size;
    for (const taskId of taskIds) if (this.#waiting.has(taskId)) this.#unread.add(taskId);
    if (before === 0 && this.#unread.size > 0) setImmediate(() => void this.#read());
  }

  async #read(): Promise<void> {
    const taskIds = [...this.#unread];
    this.#unread = new Set();
    const byTag = sortedBy(taskIds, this.#tagOf);
    await Promise.all([...byTag].map(([tag, those]) => this.#readIn(tag, those)));
  }

  async #readIn(tag: string, taskIds: readonly string[]): Promise<void> {
    const reply = await runScript(this.#connection, readOutcomesScript, tag, taskIds).catch(() => []); // the timer reads again
    (reply as readonly (Buffer | null)[]).forEach((text, index) => {
      if (text !== null) this.#tell(taskIds[index] ?? '', String(text));
    });
  }

  /** Ends the waits for a task by its outcome, or reads that where it was told of without. */
  #tell(taskId: string, told: string): void {
    if (told === '') return this.#readLater([taskId]);
    const waits = this.#waiting.get(taskId) ?? [];
    this.#waiting.delete(taskId);
    for (const wait of waits) {
      try {
        wait.tell(readStoredOutcome(told));
      } catch (error) {
        wait.fail(error);
      }
    }
  }
}
