import { checkAfter } from './check-after.ts';
import type { AnySpec } from './task-spec.ts';

const none: readonly string[] = [];

/**
 * Gives the ids that a task waits for: those of `after`, and the tasks whose results its arguments take.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID` where there are too many, or the task itself is one of them.
 */
export function upstreamOf(spec: AnySpec, results: readonly string[]): readonly string[] {
  const { after = none } = spec.options;
  if (after.length === 0 && results.length === 0) return none;
  const upstream = [...new Set([...after, ...results])];
  checkAfter(upstream, spec.taskId);
  return upstream;
}
