import { taskNameInvalid } from './resolver-error.ts';

/**
 * What a task may be called: a letter, then at most 127 letters, digits and `. _ : / -`.
 */
export const taskNamePattern: RegExp = /^[A-Za-z][A-Za-z0-9._:/-]{0,127}$/;

/**
 * Gives the name back when a task may be called so.
 *
 * @throws {@link ResolverError} `GRAFLOW_TASK_NAME_INVALID`.
 */
export const checkTaskName = (name: unknown): string => {
  if (isTaskName(name)) return name;
  throw taskNameInvalid(name);
};

/** Tells whether a task may be called so. */
export const isTaskName = (name: unknown): name is string => typeof name === 'string' && taskNamePattern.test(name);

/**
 * The nearest valid name to any text: for by-value tasks, whose name is only shown, and for suggestions.
 */
export const toTaskName = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._:/-]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/_+$/, '')
    .slice(0, 128) || 'anonymous';
