import type { Claimers } from '../claiming/claimers.ts';
import { longestWaitMs } from '../claiming/wake-up.ts';
import type { CommandLane } from '../connection/command-lane.ts';
import type { ShortWay } from '../connection/short-way.ts';
import { sharedNow } from '../leases/lease-table.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { claimPlain, type SettleReply } from './settle-call.ts';

/** How many tasks such a claim takes: few, should this process be gone when the marker comes. */
const mostAhead = 8;

/** What a claim ahead needs. */
interface ClaimAheadParts {
  readonly tag: string;
  readonly settings: RedisQueueSettings;
  readonly workerId: string;
  readonly claimers: Claimers;
  readonly shortWay: ShortWay;
  /** Hands out what was claimed. */
  readonly receive: (wanted: number, reply: SettleReply, askedAt: number) => void;
}

/**
 * The next claim of a worker that runs nothing: it is sent behind the blocking read, Redis runs it when the marker comes,
 * and the worker wakes up with the tasks. While a task runs it would not do: one that blocks the process would have others
 * lie there until their lease ends.
 */
export class ClaimAhead {
  readonly #parts: ClaimAheadParts;
  readonly #lane: Pick<CommandLane, 'ask'>;

  /** Sends nothing yet. */
  constructor(parts: ClaimAheadParts) {
    this.#parts = parts;
    this.#lane = { ask: (command) => parts.claimers.wakeUp.sendBehind(command) };
  }

  /** Sends it where a read is under way that has none behind it yet. */
  send(): void {
    const { tag, settings, workerId, claimers, shortWay, receive } = this.#parts;
    // A lease counts from when it was asked for, and must outlast the read.
    if (!shortWay.isOpen || settings.leaseMs < longestWaitMs) return;
    const wanted = claimers.takeAhead(mostAhead);
    if (wanted === 0) return;
    const askedAt = sharedNow();
    const request = { settings, workerId, settles: [], wanted, givesMarkerBack: false };
    void claimPlain(this.#lane, tag, request, shortWay).then(
      (reply) => {
        claimers.endAhead(reply === undefined ? wanted : 0);
        if (reply) receive(wanted, reply, askedAt);
      },
      () => claimers.endAhead(wanted), // the wake-up looks after its client
    );
  }
}
