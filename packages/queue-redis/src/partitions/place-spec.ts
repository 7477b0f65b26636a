import { type AnySpec, optionInvalid, resultsAmong } from '@graflow/taskspec';
import type { PartitionMap } from './partition-map.ts';

/**
 * Gives the partition that a task goes to: of its limit or deduplication key, else of its id. An id that nobody chose is
 * made so that it leads there; without a key, to the partition of what the task runs after and takes results of, where that is one.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID` where a chosen id leads elsewhere than the key
 */
export function placeSpec(spec: AnySpec, map: PartitionMap): number {
  const { limitKey, dedup } = spec.options;
  const key = limitKey ?? dedup?.key;
  const wanted = key === undefined ? map.ofAll(upstreamOf(spec)) : map.ofKey(key);
  if (wanted !== undefined) leaveId(spec, wanted, map);
  const partition = map.of(spec.taskId);
  if (key !== undefined && partition !== wanted) throw elsewhere(spec.taskId, limitKey ? 'limitKey' : 'dedup.key', key);
  return partition;
}

const upstreamOf = ({ args, options: { after = [] } }: AnySpec): readonly string[] => [...after, ...resultsAmong(args)];

function leaveId(spec: AnySpec, partition: number, map: PartitionMap): void {
  spec.leaveIdTo({
    get taskId() {
      return map.newIdIn(partition);
    },
  });
}

const elsewhere = (taskId: string, option: string, key: string) =>
  optionInvalid(
    'taskId',
    taskId,
    `left out, or end in ~ and its ${option}, as in ${taskId.split('~')[0]}~${key}: the queue has several partitions, and an id tells which`,
  );
