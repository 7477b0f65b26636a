import { defaultResultTtlMs } from '@graflow/taskspec';
import { claimedRecords, type ClaimedRecord } from '../claiming/claimed-records.ts';
import type { CommandLane } from '../connection/command-lane.ts';
import type { HeldClaim } from '../claiming/held-claim.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { runScript } from '../connection/script.ts';
import { settleScript } from '../scripts/settle.ts';
import { takenValues, type TakenValues } from '../claiming/taken-values.ts';

/** What the script says of a settle: y settled, n the claim is not valid, t the id of a follow-up is taken. */
export type Verdict = 'y' | 'n' | 't';

/** One settle on its way: what the script is told, and who waits for its verdict. */
export interface PendingSettle {
  /** What is done: p plain ack, a ack, r retry, d bury, g release, l lost with its run. */
  readonly kind: 'p' | 'a' | 'r' | 'd' | 'g' | 'l';
  /** The claim that ends. */
  readonly claim: HeldClaim;
  /** What the kind needs, as the settle script describes it. */
  readonly args: readonly ScriptArgument[];
  /** Hears what the script said, or why Redis would not say. */
  readonly told: (verdict: Verdict | undefined, error?: Error) => void;
}

/** What the script answered. */
export interface SettleReply {
  /** A letter for each settle. */
  readonly verdicts: string;
  /** How many tasks were claimed. */
  readonly claimed: number;
  /** Their token. */
  readonly token: string;
  /** The tasks. */
  readonly tasks: readonly ClaimedRecord[];
  /** The values that their arguments take. */
  readonly values: TakenValues;
  /** Where fewer were claimed than wanted: when there may be more; -1 where nothing is known to come. */
  readonly dueInMs: number;
}

/** What one round trip carries. */
export interface SettleRequest {
  readonly settings: RedisQueueSettings;
  readonly workerId: string;
  readonly settles: readonly PendingSettle[];
  /** How many tasks to claim. */
  readonly wanted: number;
  /** Whether a marker came to nobody. */
  readonly givesMarkerBack: boolean;
}

type RawReply = [
  verdicts: Buffer,
  claimed: number,
  token: Buffer,
  dueInMs: number,
  names: Buffer,
  records: Buffer[],
  values: Buffer[],
];

/** Runs the settle script: claims end, and others begin, in one step. @throws QueueRedisError */
export async function callSettle(lane: CommandLane, tag: string, request: SettleRequest): Promise<SettleReply> {
  const reply = await runScript(lane, settleScript, tag, argumentsOf(request));
  const [verdicts, claimed, token, dueInMs, names, records, values] = reply as RawReply;
  return {
    verdicts: String(verdicts),
    claimed: Number(claimed),
    token: String(token),
    tasks: claimedRecords(String(names), records),
    values: takenValues(values),
    dueInMs: Number(dueInMs),
  };
}

function argumentsOf({ settings, workerId, settles, wanted, givesMarkerBack }: SettleRequest): ScriptArgument[] {
  const { leaseMs, maxLostLeases, unroutableAfterMs } = settings;
  const args: ScriptArgument[] = [workerId, wanted, givesMarkerBack ? 1 : 0, leaseMs, maxLostLeases];
  args.push(unroutableAfterMs, defaultResultTtlMs, settles.length);
  args.push(settles.map(({ claim }) => claim.entry.charAt(0)).join(''));
  for (const { claim } of settles) args.push(claim.entry.slice(1));
  for (const settle of settles) {
    args.push(settle.kind, settle.claim.token);
    for (const arg of settle.args) args.push(arg);
  }
  return args;
}
