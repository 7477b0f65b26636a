import { createHash } from 'node:crypto';
import type { Pickle } from '@graflow/pickle';
import { isStrategy, type TaskStrategy } from './acceptance-policy.ts';
import { envelopeInvalid, envelopeVersionUnknown } from './errors.ts';
import { isTaskName } from './task-name.ts';

/**
 * A task as portable data: `JSON.parse(JSON.stringify(envelope))` is as good.
 */
export interface TaskEnvelope {
  /** The version of this form. */
  readonly version: 1;
  /** How the task travels; it alone says which of the other fields are there. */
  readonly strategy: TaskStrategy;
  /** By reference the name to look up; otherwise only what to call the task in logs. */
  readonly name: string;
  /** Program texts, each under its own SHA-256 in hex, so that equal code is stored once. By source exactly one. */
  readonly code?: Readonly<Record<string, string>>;
  /** The captured values and modules of a by-value task; its code is in `code`. */
  readonly pickle?: Omit<Pickle, 'code'>;
}

/**
 * Reads an envelope from data that somebody else wrote and refuses what is none: other shapes, unknown keys, text that
 * does not have its hash, a key `__proto__` at any depth. Nothing of it is compiled or imported.
 *
 * @throws {@link TaskResolutionError} `GRAFLOW_ENVELOPE_INVALID` or `GRAFLOW_ENVELOPE_VERSION`.
 */
export const parseEnvelope = (data: unknown): TaskEnvelope => {
  const fields = readObject(data, 'the envelope');
  const version = fields.get('version');
  if (typeof version === 'number' && version !== 1) throw envelopeVersionUnknown(version);
  if (version !== 1) throw envelopeInvalid('`version` must be 1');
  const strategy = fields.get('strategy');
  if (!isStrategy(strategy)) throw envelopeInvalid('`strategy` must be reference, pickle or source');
  const name = fields.get('name');
  if (!isTaskName(name)) throw envelopeInvalid('`name` is not a task name');
  refuseOtherFields(fields, strategy);
  if (strategy === 'reference') return { version, strategy, name };
  const code = readCode(fields.get('code'));
  if (strategy === 'pickle') return { version, strategy, name, code, pickle: readPickle(fields.get('pickle')) };
  if (Object.keys(code).length !== 1) throw envelopeInvalid('by source, `code` must hold exactly one text');
  return { version, strategy, name, code };
};

/** The SHA-256 of a text in hex, under which its envelope holds it. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const fieldsOf: Readonly<Record<TaskStrategy, readonly string[]>> = {
  reference: ['version', 'strategy', 'name'],
  source: ['version', 'strategy', 'name', 'code'],
  pickle: ['version', 'strategy', 'name', 'code', 'pickle'],
};

const refuseOtherFields = (fields: ReadonlyMap<string, unknown>, strategy: TaskStrategy): void => {
  for (const field of fields.keys()) {
    if (!fieldsOf[strategy].includes(field))
      throw envelopeInvalid(`${JSON.stringify(field.slice(0, 40))} does not belong there`);
  }
};

const readCode = (data: unknown): Readonly<Record<string, string>> => {
  const texts = readObject(data, '`code`');
  for (const [hash, text] of texts) {
    if (typeof text !== 'string' || hashOf(text) !== hash)
      throw envelopeInvalid('a text of `code` does not have its hash');
  }
  return Object.fromEntries(texts) as Record<string, string>;
};

const readPickle = (data: unknown): Omit<Pickle, 'code'> => {
  const fields = readObject(data, '`pickle`');
  if (fields.has('code')) throw envelopeInvalid('`pickle.code` does not belong there');
  refusePrototypeKeys(data);
  // Its inner form is checked by `unpickle`, which knows the versions of it.
  return Object.fromEntries(fields) as Omit<Pickle, 'code'>;
};

const readObject = (data: unknown, what: string): ReadonlyMap<string, unknown> => {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw envelopeInvalid(`${what} must be an object`);
  return new Map(Object.entries(data));
};

/** Walks with a list of its own, because deep nesting must not end the stack. */
const refusePrototypeKeys = (root: unknown): void => {
  const waiting = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) throw envelopeInvalid('a key `__proto__` is not allowed');
    for (const inner of Object.values(value)) waiting.push(inner);
  }
};
