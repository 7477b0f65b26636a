/**
 * The scripts of the queue on a real Redis, called as the queue calls them, one at a time and past its waiting. Nothing but
 * the model check may know them.
 */
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskSpec } from '@graflow/taskspec';
import type { Redis } from 'ioredis';
import { Auditor } from '../../../packages/queue-redis/src/auditing/auditor.ts';
import { cancelTask } from '../../../packages/queue-redis/src/cancelling/cancel-task.ts';
import { HeldClaim } from '../../../packages/queue-redis/src/claiming/held-claim.ts';
import { ShortWay } from '../../../packages/queue-redis/src/connection/short-way.ts';
import { letGoLeases } from '../../../packages/queue-redis/src/leases/let-go-leases.ts';
import { renewLeases } from '../../../packages/queue-redis/src/leases/renew-leases.ts';
import { settingsOf } from '../../../packages/queue-redis/src/redis-queue-options.ts';
import { callSettle } from '../../../packages/queue-redis/src/settling/settle-call.ts';
import { operationOf } from '../../../packages/queue-redis/src/settling/settle-operation.ts';
import { ChangingConnection, type ChangeOfScript } from './changing-connection.ts';
import { type Held, maxLost, type Settle } from './world.ts';

const prefix = 'model';
export const tag = `{${prefix}:default:0}`;
const leaseMs = 600_000;

const failure = { name: 'Error', message: 'no' };
const steps = {
  ack: { step: 'ack', value: 1 },
  retry: { step: 'retry', failure },
  bury: { step: 'bury', reason: { code: 'GRAFLOW_TASK_FAILED', failure } },
  release: { step: 'release' },
  'crash of its run': { step: 'release', crash: failure },
} as const;

/** Always open, or never: no time decides which script runs. */
class FixedWay extends ShortWay {
  readonly #isOpen: boolean;

  constructor(isOpen: boolean) {
    super();
    this.#isOpen = isOpen;
  }

  override get isOpen(): boolean {
    return this.#isOpen;
  }

  override refused(): void {}
}

/** What is checked. */
export interface RealQueueOptions {
  readonly client: Redis;
  /** Whether the long script does everything; the short one is tried first unless given. */
  readonly isLong?: boolean | undefined;
  /** Changes the text of each script; none is changed unless given. */
  readonly change?: ChangeOfScript | undefined;
}

/** What the model check asks of the queue. */
export class RealQueue implements Disposable {
  readonly #connection: ChangingConnection;
  readonly #settings: ReturnType<typeof settingsOf>;
  readonly #spec = new TaskSpec({ name: 'any' });
  readonly #shortWay: ShortWay;

  constructor({ client, isLong = false, change }: RealQueueOptions) {
    this.#shortWay = new FixedWay(!isLong);
    this.#connection = new ChangingConnection(client, change);
    this.#settings = settingsOf({ client, prefix, leaseMs, maxLostLeases: maxLost });
  }

  /** Makes tasks waiting. */
  async enqueue(ids: readonly string[]): Promise<void> {
    await using queue = new RedisTaskQueue({ client: this.#connection.client, prefix });
    await queue.enqueue(ids.map((taskId) => new TaskSpec({ name: 'any', taskId })));
  }

  /** Settles claims, then claims that many tasks; gives what Redis said of each settle, and the new claims. */
  async call(
    workerId: string,
    settles: readonly Settle[],
    wanted: number,
  ): Promise<{ readonly verdicts: string; readonly got: readonly Held[] }> {
    const operations = settles.map(({ held, step }) => {
      const claim = new HeldClaim(held.entry, held.token, held.nth, held.failures, held.lost);
      return { ...operationOf(claim, this.#spec, steps[step], this.#settings), claim, told: () => undefined };
    });
    const request = { settings: this.#settings, workerId, settles: operations, wanted, givesMarkerBack: false };
    const { verdicts, tasks, token } = await callSettle(this.#connection.work, tag, request, this.#shortWay);
    return { verdicts, got: tasks.map(({ entry, nth, failures, lost }) => ({ entry, token, nth, failures, lost })) };
  }

  /** Renews the lease of a claim; tells whether it is still valid. */
  async renew(workerId: string, held: Held): Promise<boolean> {
    let isStillValid = false;
    await renewLeases(this.#connection.work, renewalBy(workerId), [held], (_, isValid) => (isStillValid = isValid));
    return isStillValid;
  }

  /** Lets a claim go, as a worker does that cannot keep it. */
  letGo(workerId: string, held: Held): Promise<void> {
    return letGoLeases(this.#connection.work, renewalBy(workerId), [held]);
  }

  /** Cancels a task. */
  cancel(id: string): Promise<string> {
    return cancelTask(this.#connection, tag, id);
  }

  /** Gives the tasks that an audit finds nowhere. */
  audit(): Promise<readonly string[]> {
    return new Auditor(this.#connection, tag, 'default').turn();
  }

  [Symbol.dispose](): void {
    this.#connection.close(new Error('The model check is over.'));
  }
}

const renewalBy = (workerId: string) => ({ tag, workerId, leaseMs, maxLostLeases: maxLost });
