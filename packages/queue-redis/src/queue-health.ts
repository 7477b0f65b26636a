import type { QueueHealth } from '@graflow/taskspec';
import type { Claimers } from './claiming/claimers.ts';
import type { Connection } from './connection/connection.ts';
import { readyKey } from './keys.ts';
import { longestBlockMs } from './claiming/wake-up.ts';

/** The parts of a queue that know; Redis is asked for the rest. */
export interface HealthFacts {
  readonly name: string;
  readonly connection: Connection;
  readonly tag: string;
  readonly claimers: Pick<Claimers, 'record' | 'areWaiting'>;
  readonly leases: { readonly renewalLagMs: number };
  readonly leaseMs: number;
}

/** Claims are repeated when a wait in Redis is over, so this long without an answer is too long. */
const silentMs = 2 * longestBlockMs;

/** Judges a queue: asks Redis what waits, and looks when it last answered a claim. Never rejects. */
export async function judgeHealth(facts: HealthFacts): Promise<QueueHealth> {
  const { name: queue, connection, tag, claimers, leases } = facts;
  const backlog = await backlogOf(connection, tag).catch((error: unknown) => asError(error));
  const error = backlog instanceof Error ? backlog : claimers.record.error;
  const reason = error?.message ?? silence(facts);
  return {
    queue,
    isConsuming: reason === undefined,
    reason,
    code: (error as { readonly code?: string } | undefined)?.code,
    lastSuccessfulClaimAt: claimers.record.answeredAt,
    backlog: backlog instanceof Error ? undefined : backlog,
    leaseRenewalLagMs: leases.renewalLagMs,
  };
}

function silence({ claimers, leases: { renewalLagMs }, leaseMs }: HealthFacts): string | undefined {
  const { record, areWaiting } = claimers;
  if (areWaiting && record.silentMs > silentMs) return `No claim was answered for ${Math.round(record.silentMs)} ms.`;
  if (renewalLagMs > leaseMs) return `A lease of ${leaseMs} ms was not renewed for ${renewalLagMs} ms.`;
  return undefined;
}

async function backlogOf(connection: Connection, tag: string): Promise<number> {
  const keys = [0, 1, 2, 3, 4].map((level) => readyKey(tag, level));
  const lengths = await connection.work.ask((client) => Promise.all(keys.map((key) => client.llen(key))));
  return lengths.reduce((sum, length) => sum + length, 0);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
