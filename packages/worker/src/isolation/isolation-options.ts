import { optionInvalid } from '@graflow/taskspec';

/** Where tasks run: in this process, in threads of it, or in processes of their own. */
export type Isolation = 'none' | 'thread' | 'process' | IsolationOptions;

/** Threads or processes that run tasks, in detail. */
export interface IsolationOptions {
  /** A thread survives a task that blocks; a process survives a task that brings it down by native code too. */
  readonly kind: 'thread' | 'process';
  /**
   * How many tasks share a runner, from 1 to 1,000; 1 unless given. A task that blocks keeps the others in its runner
   * waiting, and one that ends its runner sends them back to the queue; no attempt of theirs is counted.
   */
  readonly tasksPerRunner?: number;
  /** The largest heap of a runner, in MiB; what Node takes unless given. */
  readonly memoryLimitMb?: number;
}

/** The options with every default in its place. */
export type CheckedIsolation = Required<Omit<IsolationOptions, 'memoryLimitMb'>> &
  Pick<IsolationOptions, 'memoryLimitMb'>;

/**
 * Checks what was said of isolation; gives undefined for none.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkIsolation(isolation: Isolation = 'none'): CheckedIsolation | undefined {
  if (isolation === 'none') return undefined;
  const options = typeof isolation === 'string' ? { kind: isolation } : isolation;
  const { kind, tasksPerRunner = 1, memoryLimitMb } = options;
  if (kind !== 'thread' && kind !== 'process')
    throw optionInvalid(
      'isolation',
      isolation,
      '"none", "thread", "process", or { kind, tasksPerRunner, memoryLimitMb }',
    );
  if (!isWhole(tasksPerRunner, 1_000))
    throw optionInvalid('isolation.tasksPerRunner', tasksPerRunner, 'a whole number from 1 to 1000');
  if (memoryLimitMb !== undefined && !isWhole(memoryLimitMb, 1_000_000))
    throw optionInvalid('isolation.memoryLimitMb', memoryLimitMb, 'a whole number of MiB');
  return { kind, tasksPerRunner, ...(memoryLimitMb !== undefined && { memoryLimitMb }) };
}

const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;
