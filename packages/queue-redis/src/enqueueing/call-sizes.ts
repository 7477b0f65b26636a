import type { PreparedTask } from './prepared-task.ts';

/** The most bytes of one call: Redis takes 512 MiB at once, and nobody else has a turn meanwhile. */
export const mostCallBytes = 16 * 1024 * 1024;

/** How many bytes the records of tasks take. */
export function bytesOf(tasks: readonly PreparedTask[]): number {
  let bytes = 0;
  for (const { record } of tasks) bytes += record.length;
  return bytes;
}

/** Splits tasks so that none of the parts is too large for a call, but for a single task that is. */
export function partsOf(tasks: readonly PreparedTask[]): readonly (readonly PreparedTask[])[] {
  if (bytesOf(tasks) <= mostCallBytes) return [tasks];
  const parts: PreparedTask[][] = [];
  let left = 0;
  for (const task of tasks) {
    left -= task.record.length;
    if (parts.length === 0 || left < 0) {
      parts.push([]);
      left = mostCallBytes - task.record.length;
    }
    parts.at(-1)?.push(task);
  }
  return parts;
}
