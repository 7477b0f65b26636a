import { pickle as pickleValue, unpickle } from '@graflow/pickle';
import type { TaskEnvelope } from '../envelope.ts';
import { displayNameOf } from '../display-name.ts';
import { type TaskResolutionError, moduleMissing, taskNotPicklable, taskNotRevived, taskTooNew } from '../errors.ts';
import { taskNotCallable } from '../resolver-error.ts';
import type { AnyTask, Executable } from '../executable.ts';
import type { CaptureOptions } from '../task-options.ts';
import type { Arrival, Strategy } from './strategy.ts';

/**
 * The function travels with everything that it captured.
 *
 * Every resolve makes the function anew, so that two tasks never share what it captured; compiled code is kept by
 * `@graflow/pickle`.
 */
export const pickle: Strategy = {
  serialize(task, table, capture) {
    const name = displayNameOf(task, table);
    const { code, ...rest } = tryPickle(name, task, capture);
    return { version: 1, strategy: 'pickle', name, code, pickle: rest };
  },

  async resolve(envelope, { from }) {
    const task = await tryUnpickle(envelope, from);
    if (typeof task !== 'function') throw taskNotRevived(envelope.name, 'pickle', taskNotCallable(envelope.name, task));
    return task as Executable;
  },
};

const tryPickle = (name: string, task: AnyTask, capture?: CaptureOptions): ReturnType<typeof pickleValue> => {
  try {
    return pickleValue(task, { maxBytes: defaultMaxBytes, ...capture });
  } catch (error) {
    throw taskNotPicklable(name, error);
  }
};

/** What most records may hold; more is better kept elsewhere. */
const defaultMaxBytes = 4 * 1024 * 1024;

const tryUnpickle = async ({ name, pickle, code }: TaskEnvelope, from: Arrival['from']): Promise<unknown> => {
  try {
    return await unpickle({ ...pickle, code } as Parameters<typeof unpickle>[0], from === undefined ? {} : { from });
  } catch (error) {
    throw explain(name, error);
  }
};

/** What this process lacks, another one may have: only what no process could read is the fault of the task. */
const explain = (name: string, error: unknown): TaskResolutionError => {
  switch (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined) {
    case 'GRAFLOW_PICKLE_MODULE_MISSING':
    case 'GRAFLOW_PICKLE_MODULE_VERSION':
      return moduleMissing(name, error);
    case 'GRAFLOW_PICKLE_FORMAT_NEWER':
    case 'GRAFLOW_PICKLE_NODE_OLDER':
      return taskTooNew(name, error);
    default:
      return taskNotRevived(name, 'pickle', error);
  }
};
