/**
 * Tells whether an error says "not mine": another worker may well be able to run this task, so it is given back, not
 * condemned. Goes by `code`, so it knows errors of every copy and of `@graflow/registry` too.
 */
export const isNotMine = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && notMineCodes.has(error.code);

const notMineCodes: ReadonlySet<unknown> = new Set([
  'GRAFLOW_RESOLVER_UNKNOWN',
  'GRAFLOW_TASK_UNKNOWN',
  'GRAFLOW_STRATEGY_NOT_ACCEPTED',
  'GRAFLOW_MODULE_MISSING',
  // A newer producer during a roll-out: a worker that was updated already will read it.
  'GRAFLOW_ENVELOPE_VERSION',
  'GRAFLOW_TASK_TOO_NEW',
]);
