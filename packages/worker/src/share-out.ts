import type { AnyTask, TaskEnvelope, TaskOptions } from '@graflow/resolver';
import {
  type AnySpec,
  checkTaskId,
  encodePayload,
  optionInvalid,
  type SpecBinding,
  storedOptionsOf,
  toSpecs,
} from '@graflow/taskspec';
import type { TaskSpec } from '@graflow/taskspec';
import type { ShareMember, ShareTemplate } from './enqueue-share.ts';

/** So many tasks of a share are one step; and so many bytes of arguments one record. */
const mostMembers = 1_000;
const mostBytes = 262_144;
const keyInId = /^[A-Za-z0-9._-]+$/;

/** What all calls of one function have in common, and each of them, in shares that a task can enqueue in one step. */
export interface SharedOut {
  readonly template: ShareTemplate;
  readonly shares: readonly (readonly ShareMember[])[];
}

/**
 * Serializes a function once and the arguments of each call, and shares the calls out. Their ids are the given one and a
 * number, so that whoever does it again makes the same tasks; and the limit key, where they have one that an id may hold.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_PAYLOAD_…`; TaskSerializationError
 */
export async function shareOut(
  fn: AnyTask,
  calls: readonly (readonly unknown[])[],
  { taskId, ...options }: TaskOptions & { readonly taskId: string },
  binding: SpecBinding,
): Promise<SharedOut> {
  for (const name of ['dedup', 'after', 'runAt', 'delayMs'] as const)
    if (options[name] !== undefined)
      throw optionInvalid(name, options[name], 'left out: it is not for many tasks at once');
  if (!Array.isArray(calls)) throw optionInvalid('calls', calls, 'a list of lists of arguments');
  const [spec] = toSpecs(fn, [], options, binding) as [AnySpec];
  await spec.ensureSerialized();
  const { name, resolverId, envelope } = spec as TaskSpec & { readonly envelope: TaskEnvelope };
  const template = { name, resolverId, envelope, options: storedOptionsOf(spec.options) };
  const idOf = (index: number): string => memberId(taskId, index, spec.options.limitKey);
  checkTaskId(idOf(calls.length));
  const members = calls.map((args, index) => ({
    taskId: idOf(index),
    args: encodePayload(args, { what: `calls[${index}]`, maxPayloadBytes: Infinity }),
  }));
  return { template, shares: inShares(members) };
}

/** A queue of several partitions has a task where its limit key leads, and finds it by its id alone: that must say the same. */
function memberId(taskId: string, index: number, limitKey = ''): string {
  return keyInId.test(limitKey) ? `${taskId.replace('~', '..')}.${index}~${limitKey}` : `${taskId}.${index}`;
}

function inShares(members: readonly ShareMember[]): readonly (readonly ShareMember[])[] {
  const shares: ShareMember[][] = [];
  let [share, bytes]: [ShareMember[], number] = [[], Infinity];
  for (const member of members) {
    bytes += member.args.length;
    if (bytes > mostBytes || share.length === mostMembers) {
      shares.push((share = []));
      bytes = member.args.length;
    }
    share.push(member);
  }
  return shares;
}
