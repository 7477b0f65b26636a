import { malformed } from '../errors.ts';

/** What becomes of the references in a node; each may throw for one that leads nowhere, or to a node of another kind than these. */
export interface References {
  readonly node: (index: number, kinds: readonly string[]) => number;
  readonly module: (index: number) => unknown;
  readonly code: (index: number) => unknown;
}

/** Checks a part of a node, and gives it with its references replaced. */
export type Shape = (value: unknown, references: References) => unknown;

/** The kinds of views on bytes. */
export const views = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
  'Buffer',
] as const;

/** A text. */
export const text: Shape = (value) => (typeof value === 'string' ? value : fail('a text', value));

/** A finite number. */
export const number: Shape = (value) => (Number.isFinite(value) ? value : fail('a number', value));

/** A number as a place or length. */
export const whole: Shape = (value) => (isWhole(value) ? value : fail('a place', value));

/** A length up to a limit. */
export const upTo =
  (limit: number): Shape =>
  (value) =>
    isWhole(value) && value <= limit ? value : fail(`a number up to ${limit}`, value);

/** One of a few values. */
export const oneOf =
  (...values: readonly (string | boolean)[]): Shape =>
  (value) =>
    values.includes(value as string) ? value : fail(`one of ${values.join(', ')}`, value);

/** Null, or what a shape says. */
export const nullable =
  (shape: Shape): Shape =>
  (value, references) =>
    value === null ? null : shape(value, references);

/** A list of what a shape says. */
export const list =
  (shape: Shape): Shape =>
  (value, references) =>
    Array.isArray(value) ? value.map((item) => shape(item, references)) : fail('a list', value);

/** The number of a node. */
export const node =
  (...kinds: readonly string[]): Shape =>
  (value, references) =>
    isWhole(value) ? references.node(value, kinds) : fail('the number of a value', value);

/** The number of a module. */
export const module: Shape = (value, references) =>
  isWhole(value) ? references.module(value) : fail('the number of a module', value);

/** The number of a program text: its place among the sorted hashes. */
export const code: Shape = (value, references) =>
  isWhole(value) ? references.code(value) : fail('the number of a text', value);

/** A value in place that must be a node. */
export const link =
  (...kinds: readonly string[]): Shape =>
  (value, references) =>
    Array.isArray(value) && value.length === 1 && isWhole(value[0])
      ? [references.node(value[0], kinds)]
      : fail('a reference', value);

/** A value in place. */
export const slot: Shape = (value, references) => {
  if (!Array.isArray(value))
    return value === null || typeof value === 'string' || typeof value === 'boolean'
      ? value
      : number(value, references);
  const [what, detail] = value as readonly unknown[];
  if (typeof what === 'number') return link()(value, references);
  if (value.length === 1 && (what === 'undefined' || what === 'uninitialised')) return value;
  if (value.length === 2 && what === 'bigint' && typeof detail === 'string' && /^-?\d+$/.test(detail)) return value;
  if (value.length === 2 && what === 'number' && unusualNumbers.has(detail)) return value;
  return fail('a value', value);
};

const unusualNumbers = new Set<unknown>(['NaN', 'Infinity', '-Infinity', '-0']);

/** Values in place. */
export const slots = list(slot);

/** Keys and values by turns. */
export const pairs: Shape = (value, references) =>
  Array.isArray(value) && value.length % 2 === 0 ? slots(value, references) : fail('pairs', value);

/** Values by name. */
export const keyed: Shape = (value, references) =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, slot(item, references)]))
    : fail('named values', value);

/** True for a plain object of JSON. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Says that a part is not what it should be. */
export function fail(wanted: string, value: unknown): never {
  const shown = typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : value;
  throw malformed(`where ${wanted} belongs stands ${String(shown).slice(0, 40)}`);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
