import { types } from 'node:util';
import { isNative } from '../../source-of.ts';
import { readHostGlobals, readLanguageGlobals, type GlobalPath, type GlobalTable } from './read-globals.ts';
import { hostGlobals } from './standard-globals.ts';

/** The way to a built-in object or function of the language or of Node; undefined for everything else. */
export function globalPath(value: unknown): GlobalPath | undefined {
  return mayBeGlobal(value) ? builtInPath(value) : undefined;
}

/** The same without a look at the value before: the tables are read even for what is clearly a user's. */
export function builtInPath(value: unknown): GlobalPath | undefined {
  return (language ??= readLanguageGlobals()).get(value) ?? (host ??= readHostGlobals(language)).get(value);
}

/**
 * False for what is a user's by its looks. Reading the tables makes Node load what it loads lazily (tens of milliseconds), and a function of Node that is
 * written in JavaScript shows by its script as well.
 */
export function mayBeGlobal(value: unknown): boolean {
  if (typeof value === 'function') return isBuiltIn(value);
  if (typeof value !== 'object' || value === null) return false;
  if (types.isProxy(value) || (specials ??= readSpecials()).has(value)) return true;
  const constructor = constructorOf(value);
  if (constructor) return isBuiltIn(constructor);
  if (Object.getOwnPropertySymbols(value).length > 0) return true;
  const proto = Object.getPrototypeOf(value) as object | null;
  if (proto === null) return false;
  const maker = types.isProxy(proto) ? undefined : constructorOf(proto);
  return !maker || standardClasses.has(nameOf(maker));
}

/** Classes of Node that have an instance among the globals. */
const standardClasses = new Set([
  'process',
  'Performance',
  'Crypto',
  'SubtleCrypto',
  'Navigator',
  'Storage',
  'Console',
  'LockManager',
  'PerformanceNodeTiming',
  'Tag',
]);

function isBuiltIn(fn: object): boolean {
  return isNative(Function.prototype.toString.call(fn)) || hostGlobals.has(nameOf(fn));
}

function constructorOf(object: object): object | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  return typeof value === 'function' ? value : undefined;
}

function nameOf(fn: object): string {
  const name: unknown = types.isProxy(fn) ? '' : Object.getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name === 'string' ? name : '';
}

let language: GlobalTable | undefined;
let host: GlobalTable | undefined;
let specials: ReadonlySet<unknown> | undefined;

/** Built-in objects that look like any other: those that hang on `process` and `console`, for the most part. */
function readSpecials(): ReadonlySet<unknown> {
  const values = Object.values(Object.getOwnPropertyDescriptors(process)).map(({ value }) => value as unknown);
  const above = Object.getPrototypeOf(console) as object;
  return new Set([...values, ...Object.values(console), above, Reflect.get(Array.prototype, Symbol.unscopables)]);
}
