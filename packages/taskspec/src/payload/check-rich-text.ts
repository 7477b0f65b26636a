import { maxBigIntDigits, maxHoles } from './rich-text-limits.ts';

/** The types that devalue makes again by itself; there are no others but the revivers'. */
const plainTypes: ReadonlySet<unknown> = new Set([
  'Date',
  'Map',
  'Set',
  'BigInt',
  'Object',
  'null',
  'URL',
  'URLSearchParams',
]);
const bigIntPattern = new RegExp(`^-?\\d{1,${maxBigIntDigits}}$`);
const sparseMark = -7;

/**
 * Refuses, before anything is made, what no writer of ours sends: other types, endless numbers, lists that claim to be
 * longer than what came, values hidden inside others, and the keys that reach a prototype.
 */
export function checkRichText(data: unknown, revivers: object): unknown[] | number {
  if (typeof data === 'number') return data;
  if (!Array.isArray(data)) throw new Error('it is not a list of values');
  for (const entry of data as unknown[]) {
    if (typeof entry !== 'object' || entry === null) continue;
    if (Array.isArray(entry)) checkList(entry, revivers);
    refusePrototypeKey(entry, data);
  }
  return data;
}

function checkList([type, detail]: readonly unknown[], revivers: object): void {
  if (type === sparseMark && !(typeof detail === 'number' && detail <= maxHoles))
    throw new Error('a list has too many holes');
  if (typeof type !== 'string') return;
  if (Object.hasOwn(revivers, type)) {
    if (typeof detail !== 'number') throw new Error(`the parts of ${type} are not where they belong`);
  } else if (!plainTypes.has(type)) throw new Error(`type ${JSON.stringify(type.slice(0, 40))} is not known`);
  if (type === 'BigInt' && !(typeof detail === 'string' && bigIntPattern.test(detail)))
    throw new Error('a BigInt is not a number, or too long a one');
}

/** In this form a value and its keys are apart, so `constructor.prototype` is looked for along the index. */
function refusePrototypeKey(entry: object, data: readonly unknown[]): void {
  const index = fieldsOf(entry).get('constructor');
  const target = typeof index === 'number' ? data[index] : undefined;
  if (typeof target === 'object' && target !== null && fieldsOf(target).has('prototype'))
    throw new Error('a key reaches for a prototype');
}

function fieldsOf(entry: object): ReadonlyMap<unknown, unknown> {
  if (!Array.isArray(entry))
    return Object.hasOwn(entry, 'constructor') || Object.hasOwn(entry, 'prototype')
      ? new Map(Object.entries(entry))
      : none;
  return entry[0] === 'null' ? new Map(pairsOf(entry)) : none;
}

const none: ReadonlyMap<unknown, unknown> = new Map();

function* pairsOf(entry: readonly unknown[]): Generator<readonly [unknown, unknown]> {
  for (let index = 1; index < entry.length; index += 2) yield [entry[index], entry[index + 1]];
}
