import type { Failure, Outcome } from '@graflow/taskspec';
import type { TaskEvents } from '../events/task-events.ts';
import type { StoredTask } from '../forms/stored-task.ts';
import { poisonOf } from './dead-reasons.ts';

/** Where a lost task goes. */
interface LostTaskHome {
  readonly events: Pick<TaskEvents, 'lost'>;
  giveBack(task: StoredTask): void;
  end(task: StoredTask, outcome: Outcome): void;
}

/** Makes a task waiting again whose claim was lost, or ends it where that happened too often. */
export function loseTask(home: LostTaskHome, task: StoredTask, maxLostLeases: number, crash?: Failure): void {
  if (task.lostLeases < maxLostLeases) {
    home.events.lost(task, crash);
    home.giveBack(task);
  } else home.end(task, { ok: false, reason: poisonOf(task, crash), attempt: task.attempts });
}
