import { optionInvalid } from '../errors.ts';
import { defaultResultTtlMs } from '../record/stored-options.ts';
import { checkDuration } from '../spec/check-duration.ts';
import { checkOptionNames } from '../spec/check-option-names.ts';
import { idOf } from '../spec/id-of.ts';
import { checkTaskId } from '../spec/names.ts';
import { newTaskId } from '../spec/new-task-id.ts';
import type { GroupMember, GroupOptions, GroupPolicy } from './task-groups.ts';

/** A group as queues see it: every default in its place, and its policy as two conditions. */
export interface GroupPlan {
  /** The id of the group. */
  readonly groupId: string;
  /** The ids of its members, each once. */
  readonly members: readonly string[];
  /** How many of them must end with a value. */
  readonly atLeast: number;
  /** Those that must. */
  readonly critical: readonly string[];
  /** When the group ends at the latest, in milliseconds from now. */
  readonly deadlineMs: number;
  /** How long its outcome is kept, in milliseconds. */
  readonly resultTtlMs: number;
}

const mostMembers = 1_000;
const dayMs = 24 * 3_600_000;

/**
 * Checks a group and fills in the defaults.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function groupPlan(list: readonly GroupMember[], options: GroupOptions = {}): GroupPlan {
  checkOptionNames<GroupOptions>(options, { groupId: true, policy: true, deadlineMs: true, resultTtlMs: true });
  const { groupId = newTaskId(), policy = 'all', deadlineMs = dayMs, resultTtlMs = defaultResultTtlMs } = options;
  if (!Array.isArray(list)) throw optionInvalid('members', list, 'a list of ids or handles');
  const members = [...new Set(list.map(idOf))];
  if (members.length > mostMembers || members.includes(groupId))
    throw optionInvalid('members', list, `at most ${mostMembers} others; a larger group is a group of groups`);
  return {
    groupId: checkTaskId(groupId),
    members,
    ...conditionsOf(policy, members),
    deadlineMs: checkDuration('deadlineMs', deadlineMs, 0),
    resultTtlMs: checkDuration('resultTtlMs', resultTtlMs, 0),
  };
}

/** Tells one group from another with the same id. */
export const groupContent = ({ members, atLeast, critical }: GroupPlan): string =>
  JSON.stringify([members, atLeast, critical]);

function conditionsOf(policy: GroupPolicy, members: readonly string[]): Pick<GroupPlan, 'atLeast' | 'critical'> {
  if (policy === 'all') return { atLeast: members.length, critical: [] };
  if (policy === 'best-effort') return { atLeast: 0, critical: [] };
  const { atLeast, critical } = policy as { readonly atLeast?: number; readonly critical?: readonly string[] };
  if (Number.isInteger(atLeast) && Number(atLeast) >= 0 && Number(atLeast) <= members.length)
    return { atLeast: Number(atLeast), critical: [] };
  if (Array.isArray(critical) && critical.every((id) => members.includes(id as string)))
    return { atLeast: 0, critical: [...new Set(critical as readonly string[])] };
  throw optionInvalid('policy', policy, "'all', 'best-effort', { atLeast: n } or { critical: ids }, of its members");
}
