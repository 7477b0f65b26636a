import { defaultResultTtlMs } from '@graflow/taskspec';
import { claimedRecords, type ClaimedRecord } from '../claiming/claimed-records.ts';
import type { CommandLane } from '../connection/command-lane.ts';
import type { HeldClaim } from '../claiming/held-claim.ts';
import { PackedArguments, type ScriptArgument } from '../connection/packed-arguments.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { runScript } from '../connection/script.ts';
import { settlePlainScript } from '../scripts/settle-plain.ts';
import { settleScript } from '../scripts/settle.ts';
import type { ShortWay } from '../connection/short-way.ts';
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

/** About how long the arguments are: those of all, and those of a settle. */
const [headBytes, usualBytes] = [128, 48];

type RawReply = [
  verdicts: Buffer,
  claimed: number,
  token: Buffer,
  dueInMs: number,
  names: Buffer,
  records: Buffer[],
  values: Buffer[],
];

/** Runs the settle script, or the short one: claims end, and others begin, in one step. @throws QueueRedisError */
export async function callSettle(
  lane: CommandLane,
  tag: string,
  request: SettleRequest,
  shortWay: ShortWay,
): Promise<SettleReply> {
  const args = argumentsOf(request);
  const reply = isPlain(request) && shortWay.isOpen ? await callPlain(lane, tag, args, shortWay) : undefined;
  return reply ?? readReply(await runScript(lane, settleScript, tag, args));
}

/** Claims by the short way alone; gives undefined, having done nothing, where it leads elsewhere. @throws QueueRedisError */
export const claimPlain = (
  lane: Pick<CommandLane, 'ask'>,
  tag: string,
  request: SettleRequest,
  shortWay: ShortWay,
): Promise<SettleReply | undefined> => callPlain(lane, tag, argumentsOf(request), shortWay);

async function callPlain(
  lane: Pick<CommandLane, 'ask'>,
  tag: string,
  args: PackedArguments,
  shortWay: ShortWay,
): Promise<SettleReply | undefined> {
  const reply = await runScript(lane, settlePlainScript, tag, args);
  if (Array.isArray(reply)) return readReply(reply);
  shortWay.refused();
  return undefined;
}

const isPlain = ({ settles, wanted, givesMarkerBack }: SettleRequest): boolean =>
  (wanted > 0 || !givesMarkerBack) && settles.every(({ kind }) => kind === 'p');

function readReply(reply: unknown): SettleReply {
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

function argumentsOf({ settings, workerId, settles, wanted, givesMarkerBack }: SettleRequest): PackedArguments {
  const { leaseMs, maxLostLeases, unroutableAfterMs } = settings;
  const args = new PackedArguments(headBytes + settles.length * usualBytes);
  args
    .text(workerId)
    .number(wanted)
    .number(givesMarkerBack ? 1 : 0)
    .number(leaseMs)
    .number(maxLostLeases);
  args.number(unroutableAfterMs).number(defaultResultTtlMs).number(settles.length);
  for (const { claim } of settles) args.text(claim.entry, 1);
  for (let at = 0; at < settles.length; at += 1) {
    if (at === 0 || !isLike(settles[at] as PendingSettle, settles[at - 1] as PendingSettle)) addHead(args, settles, at);
    for (const arg of (settles[at] as PendingSettle).args) args.add(arg);
  }
  return args;
}

/** Says what the settles from this one on have in common, and which tasks of their claim they end. */
function addHead(args: PackedArguments, settles: readonly PendingSettle[], start: number): void {
  const first = settles[start] as PendingSettle;
  let end = start + 1;
  while (end < settles.length && isLike(settles[end] as PendingSettle, first)) end += 1;
  let which = '';
  for (let at = start; at < end; at += 1) which += String.fromCharCode((settles[at] as PendingSettle).claim.nth);
  args.text(first.kind).text(first.claim.entry.charAt(0)).text(first.claim.token).text(which);
}

/** Most settles that go together are of one kind, and were claimed together from one list. */
const isLike = (one: PendingSettle, other: PendingSettle): boolean =>
  one.kind === other.kind &&
  one.claim.token === other.claim.token &&
  one.claim.entry.charCodeAt(0) === other.claim.entry.charCodeAt(0);
