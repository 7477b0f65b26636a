import { type TaskStrategy, allStrategies, checkTaskName } from '@graflow/resolver';
import { recordInvalid } from '../errors.ts';
import type { RecordHeader } from './header-fields.ts';
import { HeaderTemplates } from './header-templates.ts';
import { headOf, tailOf, usual } from './header-text.ts';
import { checkPrefix, checkQueueName, checkResolverId, checkTaskId } from '../spec/names.ts';
import { checkStoredOptions } from './stored-options.ts';

export type { RecordHeader } from './header-fields.ts';

const maxHeaderBytes = 4_096;
const keyIdPattern = /^[A-Za-z0-9_-]{0,32}$/;

/**
 * Writes a header as a JSON list: names would be a third of a waiting task's size. What is always said comes first; what
 * has its usual value at the end is left out.
 */
export function encodeHeader(header: RecordHeader): string {
  const { taskId, enqueuedAt, dueAt, expiresAt } = header;
  return `${headOf(header)}${JSON.stringify(taskId)},${enqueuedAt},${dueAt},${expiresAt}${tailOf(header)}`;
}

/**
 * Reads a header from any hand: every field is checked before anything uses it.
 *
 * @param likelyId - the id that the caller expects; where it is this one, no other text is made of it
 * @throws TaskSpecError `GRAFLOW_RECORD_INVALID`
 */
export function decodeHeader(bytes: Buffer, start = 0, end = bytes.length, likelyId = ''): RecordHeader {
  if (end - start > maxHeaderBytes) throw recordInvalid(`its header is over ${maxHeaderBytes} bytes`);
  const known = templates.read(bytes, start, end, likelyId);
  if (known !== undefined) return known;
  const text = bytes.toString('utf8', start, end);
  const header = decodeInFull(text);
  templates.learn(text, header);
  return header;
}

const templates = new HeaderTemplates();

function decodeInFull(text: string): RecordHeader {
  const [prefix, queue, name, taskId, enqueuedAt, dueAt, expiresAt, ...unusual] = parseList(text);
  const [strategy, resolverId, keyId, routingKey, options] = [...unusual, ...usual.slice(unusual.length)];
  try {
    return {
      prefix: checkPrefix(asText(prefix)),
      queue: checkQueueName(asText(queue)),
      taskId: checkTaskId(asText(taskId)),
      strategy: asStrategy(strategy),
      name: checkTaskName(asText(name)),
      resolverId: checkResolverId(asText(resolverId)),
      enqueuedAt: asTime(enqueuedAt),
      dueAt: asTime(dueAt),
      expiresAt: asTime(expiresAt),
      keyId: asKeyId(keyId),
      routingKey: asText(routingKey),
      options: checkStoredOptions(options),
    };
  } catch (error) {
    throw recordInvalid(error instanceof Error ? error.message : String(error), error);
  }
}

function parseList(text: string): unknown[] {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (error) {
    throw recordInvalid('its header is not JSON', error);
  }
  if (!Array.isArray(fields) || fields.length < 7 || fields.length > 12)
    throw recordInvalid('its header does not have seven to twelve fields');
  return fields;
}

function asText(value: unknown): string {
  if (typeof value !== 'string' || value.length > 256) throw new Error('a header field is not a short text');
  return value;
}

function asTime(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error('a header field is not a time');
  return value as number;
}

function asStrategy(value: unknown): TaskStrategy {
  const strategy = allStrategies.find((known) => known === value);
  if (strategy === undefined) throw new Error('its strategy is not known');
  return strategy;
}

function asKeyId(value: unknown): string {
  if (typeof value !== 'string' || !keyIdPattern.test(value)) throw new Error('its key id is not a key id');
  return value;
}
