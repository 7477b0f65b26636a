import { type CancelAnswer, type CancelOptions, cancelReason, taskCancelled } from '@graflow/taskspec';
import { isHeldBack } from '../after/held-tasks.ts';
import type { MemoryStore } from '../memory-store.ts';

/**
 * Ends a task that nobody needs any more, wherever it is; its holder hears of it at once.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_QUEUE_CLOSED`
 */
export function cancelTask(store: MemoryStore, taskId: string, options?: CancelOptions): CancelAnswer {
  const reason = cancelReason(options);
  store.refuseClosed();
  const task = store.outcomes.find(taskId);
  if (task === undefined) return 'unknown';
  const { outcome } = task;
  if (outcome !== undefined) return !outcome.ok && outcome.reason.code === reason.code ? 'cancelled' : 'ended';
  const claim = store.leases.of(task);
  if (claim !== undefined) claim.lose(taskCancelled(taskId, reason.failure.message));
  else if (!isHeldBack(task)) store.waiting.cancel(task);
  store.end(task, { ok: false, reason, attempt: task.attempts });
  return 'cancelled';
}
