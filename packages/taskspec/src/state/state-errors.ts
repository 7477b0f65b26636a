import { TaskSpecError } from '../errors.ts';

/** A task writes to a state although its claim is over: `GRAFLOW_LEASE_LOST`. */
export const writeRefused = (taskId: string, state: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_LEASE_LOST',
    `The claim on task ${taskId} is no longer valid: it was settled, or its lease ended. Nothing is written to ${state}.`,
    { taskId, state },
  );

/** What is added to is no number, or no list: `GRAFLOW_STATE_KIND`. */
export const stateKind = (op: string, state: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_STATE_KIND',
    `${op}() needs a ${op === 'add' ? 'number' : 'list'} in ${state}, and another value is there. Use another key, or set it first.`,
    { op, state },
  );

/** A task that runs again writes in another order: `GRAFLOW_STATE_DIVERGED`. */
export const stateDiverged = (write: string, now: string, before: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_STATE_DIVERGED',
    `Write ${write} was "${before}" in an earlier attempt and is "${now}" in this one. ` +
      `Let each attempt write in the same order: await one write after the other, and do not let it depend on chance.`,
    { write, before, now },
  );

/** A task writes too often: `GRAFLOW_STATE_WRITES_TOO_MANY`. */
export const tooManyWrites = (taskId: string, limit: number): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_STATE_WRITES_TOO_MANY',
    `Task ${taskId} wrote to states more than ${limit} times. Gather what it adds, or let follow-ups write.`,
    { taskId, limit },
  );

/** A wait for a signal ended first: `GRAFLOW_SIGNAL_TIMEOUT`. */
export const signalTimeout = (signal: string, timeoutMs: number): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_SIGNAL_TIMEOUT',
    `Nothing was sent to ${signal} in ${timeoutMs} ms. Check id and name, or wait longer with { timeoutMs }.`,
    { signal, timeoutMs },
  );

/** Signals are sent and nobody receives them: `GRAFLOW_SIGNALS_TOO_MANY`. */
export const signalsTooMany = (signal: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_SIGNALS_TOO_MANY',
    `1000 signals wait in ${signal} already. Check that somebody receives them, or send them with a shorter ttlMs.`,
    { signal },
  );
