import { allStrategies, type CaptureOptions, type DedupOptions, type TaskOptions } from '@graflow/resolver';
import { checkAfter } from './check-after.ts';
import { checkDuration } from './check-duration.ts';
import { checkOptionNames } from './check-option-names.ts';
import { optionInvalid } from '../errors.ts';
import { checkKey, checkTaskId } from './names.ts';
import { checkStoredOptions, storedOptionsOf } from '../record/stored-options.ts';

/** What may be said of one spec: the options of a task, and its resolver. */
type SpecOptions = TaskOptions & { readonly resolverId?: string };

/**
 * Puts the options of a spec over the defaults that `task()` attached, and checks them where they enter. The resolver is no
 * default of a task; whoever makes the spec takes it out before.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID` for an unknown name or a bad value.
 */
export function mergeTaskOptions(defaults: TaskOptions | undefined, options: TaskOptions): TaskOptions {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) if (value !== undefined) given[name] = value;
  if (defaults !== undefined) checkOptionNames(defaults, ofTask);
  checkOptionNames<SpecOptions>(given, ofSpec);
  return checkTaskOptions({ ...defaults, ...given });
}

const ofTask = {
  strategy: true,
  taskId: true,
  delayMs: true,
  runAt: true,
  priority: true,
  timeoutMs: true,
  retry: true,
  resultTtlMs: true,
  capture: true,
  dedup: true,
  limitKey: true,
  after: true,
} as const satisfies Record<keyof TaskOptions, true>;

const ofSpec = { ...ofTask, resolverId: true } as const;

function checkTaskOptions(options: TaskOptions): TaskOptions {
  const { strategy, taskId, delayMs, runAt, after, dedup, capture } = options;
  if (strategy !== undefined && !allStrategies.includes(strategy))
    throw optionInvalid('strategy', strategy, `one of ${allStrategies.join(', ')}`);
  if (capture !== undefined) checkCaptureOptions(capture);
  if (taskId !== undefined) checkTaskId(taskId);
  if (dedup !== undefined) checkDedupOptions(dedup);
  if (after !== undefined) checkAfter(after, taskId);
  if (delayMs !== undefined) checkDuration('delayMs', delayMs, 0);
  if (runAt !== undefined && !(Number(runAt) >= 0 && Number(runAt) <= lastTimeMs))
    throw optionInvalid('runAt', runAt, 'a Date, or milliseconds since 1970');
  checkStoredOptions(storedOptionsOf(options));
  return options;
}

function checkCaptureOptions(capture: CaptureOptions): void {
  checkOptionNames<CaptureOptions>(capture, { allowSecrets: true, maxBytes: true });
  const { allowSecrets, maxBytes } = capture;
  if (
    allowSecrets !== undefined &&
    !(Array.isArray(allowSecrets) && allowSecrets.every((path) => typeof path === 'string'))
  )
    throw optionInvalid('capture.allowSecrets', allowSecrets, "a list of captures, like ['smtp.pass']");
  if (maxBytes !== undefined && !(Number.isInteger(maxBytes) && maxBytes > 0))
    throw optionInvalid('capture.maxBytes', maxBytes, 'a whole number of bytes');
}

function checkDedupOptions(dedup: DedupOptions): void {
  checkOptionNames<DedupOptions>(dedup, { key: true, windowMs: true });
  const { key, windowMs } = dedup;
  checkKey('dedup.key', key);
  if (windowMs !== undefined) checkDuration('dedup.windowMs', windowMs, 1);
}

/** The last moment that a `Date` can be, so that every time in a record can be shown. */
const lastTimeMs = 8.64e15;
