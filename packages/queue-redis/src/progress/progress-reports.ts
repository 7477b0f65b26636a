import { type AnySpec, encodeProgress, notClaimed } from '@graflow/taskspec';
import { HeldClaim } from '../claiming/held-claim.ts';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';
import { progressScript } from '../scripts/progress.ts';

const everyMs = 250;
const perCall = 100;

type Report = readonly [claim: HeldClaim, text: string];

/** Sends how far the tasks are that run here: of each the newest, together, four times a second at the most. */
export class ProgressReports {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #leases: LeaseKeeper;
  #unsent = new Map<HeldClaim, string>();
  #timer: NodeJS.Timeout | undefined;
  #sentAt = -everyMs;

  /** Reports of the claims of a keeper. */
  constructor(connection: Connection, tag: string, leases: LeaseKeeper) {
    this.#connection = connection;
    this.#tag = tag;
    this.#leases = leases;
  }

  /** Keeps the newest of a claim until it is sent. @throws TaskSpecError `GRAFLOW_SPEC_NOT_CLAIMED` */
  tell({ claim, taskId }: AnySpec, value: unknown): void {
    if (!(claim instanceof HeldClaim)) throw notClaimed(taskId);
    if (!this.#leases.has(claim)) return;
    this.#unsent.set(claim, encodeProgress(value));
    this.#schedule();
  }

  /** Sends nothing any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#unsent.clear();
  }

  #schedule(): void {
    const waitMs = Math.max(0, this.#sentAt + everyMs - performance.now());
    this.#timer ??= setTimeout(() => void this.#sendAll(), waitMs).unref();
  }

  async #sendAll(): Promise<void> {
    const reports = [...this.#unsent].filter(([claim]) => this.#leases.has(claim));
    this.#unsent = new Map();
    for (let start = 0; start < reports.length; start += perCall)
      await this.#send(reports.slice(start, start + perCall));
    this.#sentAt = performance.now();
    this.#timer = undefined;
    if (this.#unsent.size > 0) this.#schedule();
  }

  /** What Redis did not take is sent again with the next ones, unless there is a newer one by then. */
  async #send(reports: readonly Report[]): Promise<void> {
    const args = reports.flatMap(([claim, text]) => [claim.entry.slice(1), claim.token, text]);
    try {
      await runScript(this.#connection.work, progressScript, this.#tag, [reports.length, ...args]);
    } catch {
      for (const [claim, text] of reports) if (!this.#unsent.has(claim)) this.#unsent.set(claim, text);
    }
  }
}
