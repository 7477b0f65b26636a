import { types } from 'node:util';

/** How deeply plain data may be nested; what is deeper is written in the other form, and never read in this one. */
const maxDepth = 100;

/**
 * Tells whether `JSON.parse(JSON.stringify(value))` gives back the very same data: no undefined, no -0 or NaN, no
 * holes, no classes, no getters, and no object met twice. One walk that copies nothing and runs no code of the value.
 */
export function isPlainJson(value: unknown): boolean {
  return isPlain(value, 0);
}

/** Tells whether parsed JSON is nested more deeply than {@link isPlainJson} allows; a short text cannot be. */
export function isTooDeep(text: string, data: unknown): boolean {
  return text.length > 2 * maxDepth && hasManyBrackets(text) && isDeeperThan(maxDepth, data);
}

/** Most texts have few, and finding them costs less than walking the data. */
function hasManyBrackets(text: string): boolean {
  return count(text, '[') + count(text, '{') > maxDepth;
}

function count(text: string, bracket: string): number {
  let found = 0;
  for (let at = text.indexOf(bracket); at >= 0 && found <= maxDepth; at = text.indexOf(bracket, at + 1)) found += 1;
  return found;
}

function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(depth - 1, inner));
}

function isPlain(value: unknown, depth: number, seen?: Set<object>): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      return value === null || isPlainContainer(value, depth, seen);
    default:
      return false;
  }
}

function isPlainContainer(value: object, depth: number, seen: Set<object> = new Set()): boolean {
  if (depth === maxDepth || seen.has(value) || types.isProxy(value) || 'toJSON' in value) return false;
  seen.add(value);
  return Array.isArray(value) ? isPlainArray(value, depth + 1, seen) : isPlainObject(value, depth + 1, seen);
}

function isPlainArray(value: readonly unknown[], depth: number, seen: Set<object>): boolean {
  if (Object.getPrototypeOf(value) !== Array.prototype || Object.keys(value).length !== value.length) return false;
  for (const item of value) if (!isPlain(item, depth, seen)) return false;
  return true;
}

function isPlainObject(value: object, depth: number, seen: Set<object>): boolean {
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0) return false;
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || key === 'constructor') return false;
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property?.get !== undefined || !isPlain(property?.value, depth, seen)) return false;
  }
  return true;
}
