import { optionInvalid } from '../errors.ts';

const queuePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const prefixPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const resolverIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const longestKey = 256;
const taskIdPattern = /^(?=.{1,128}$)[A-Za-z0-9_-][A-Za-z0-9._-]*(~[A-Za-z0-9._-]+)?$/;
const idWords =
  'up to 128 letters, digits, ".", "_" and "-", no "." first; behind one "~" it may say where it belongs, as in "order-17~eu"';

/**
 * Checks the name of a queue.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkQueueName(name: string): string {
  if (!queuePattern.test(name))
    throw optionInvalid(
      'queue',
      name,
      'a name like "mail": up to 64 letters, digits, ".", "_" and "-", a letter or digit first',
    );
  return name;
}

/**
 * Checks the prefix that keeps the keys of one application apart.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkPrefix(prefix: string): string {
  if (!prefixPattern.test(prefix))
    throw optionInvalid(
      'prefix',
      prefix,
      'a name like "shop": up to 64 letters, digits, ".", "_", ":" and "-", a letter or digit first',
    );
  return prefix;
}

/**
 * Checks an id that a user chose for a task. What stands behind `~` says where it belongs, in a queue of several partitions.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkTaskId(taskId: string): string {
  if (!taskIdPattern.test(taskId)) throw optionInvalid('taskId', taskId, `an id like "order-17": ${idWords}`);
  return taskId;
}

/**
 * Checks the id under which values are shared: such as a task may have.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkStateId(id: string): string {
  if (!taskIdPattern.test(id)) throw optionInvalid('id', id, `an id like "run-17": ${idWords}`);
  return id;
}

/**
 * Checks the key under which tasks count together.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkKey(option: string, key: string): string {
  if (typeof key !== 'string' || key.length === 0 || key.length > longestKey)
    throw optionInvalid(option, key, `a text of 1 to ${longestKey} characters`);
  return key;
}

/**
 * Checks the id of a resolver, as the registry does.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkResolverId(resolverId: string): string {
  if (!resolverIdPattern.test(resolverId))
    throw optionInvalid(
      'resolverId',
      resolverId,
      'an id like "etl": up to 128 letters, digits, ".", "_" and "-", a letter or digit first',
    );
  return resolverId;
}
