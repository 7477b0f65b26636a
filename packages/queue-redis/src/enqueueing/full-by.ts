import { backlogFull } from '@graflow/taskspec';

/** Makes the error of an answer of the script that there is no room: after a word, what the fragment `backlog` counted. */
export function fullBy([, ...counts]: readonly string[], queue: string): Error {
  const [waiting = 0, limit = 0, waitMs = 0, refused = 0] = counts.slice(0, 4).map(Number);
  return backlogFull(queue, { unit: counts[4] === 'bytes' ? 'bytes' : 'tasks', waiting, limit, waitMs, refused });
}
