import { crc32 } from 'node:zlib';

/** What may say where a task belongs; the first that is given decides. */
export interface Routing {
  /** The run or group the task is part of. */
  readonly groupId?: string | undefined;
  /** The limit or deduplication key the task counts under. */
  readonly key?: string | undefined;
  /** The task itself. */
  readonly taskId: string;
}

/**
 * Gives the key whose hash chooses a task's partition: all tasks of one run meet in one partition, where a step is
 * atomic. Part of the stored format: it must never change.
 */
export const routingKeyOf = ({ groupId, key, taskId }: Routing): string => groupId ?? key ?? taskId;

const tick = /\.\d{13}$/;

/**
 * Gives the routing key that an id tells, so that whoever knows the id alone finds the task: what stands behind `~`, else
 * the whole id; the task of a tick is where its schedule is. Part of the stored format, as above.
 */
export function routingKeyOfId(taskId: string): string {
  const end = tick.test(taskId) ? taskId.lastIndexOf('.') : taskId.length;
  return taskId.slice(taskId.lastIndexOf('~') + 1, end);
}

/** Gives the partition of a routing key, from 0: its CRC-32 modulo the number of partitions. */
export const partitionOf = (routingKey: string, partitions: number): number => crc32(routingKey) % partitions;
