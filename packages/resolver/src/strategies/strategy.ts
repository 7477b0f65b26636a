import type { TaskEnvelope } from '../envelope.ts';
import type { AnyTask, Executable } from '../executable.ts';
import type { CaptureOptions } from '../task-options.ts';
import type { TaskTable } from '../task-table.ts';

/**
 * One way for a task to travel. Each strategy refuses what it cannot carry; none falls back to another.
 */
export interface Strategy {
  /** Makes the envelope. */
  serialize(task: AnyTask, table: TaskTable, capture?: CaptureOptions): TaskEnvelope;
  /** Makes the function. The envelope has been parsed and its strategy accepted. */
  resolve(envelope: TaskEnvelope, arrival: Arrival): Executable | Promise<Executable>;
}

/**
 * What a strategy may use where an envelope arrives.
 */
export interface Arrival {
  /** The names that are known here. */
  readonly table: TaskTable;
  /** The file or folder from which modules are imported. */
  readonly from?: string | URL;
}
