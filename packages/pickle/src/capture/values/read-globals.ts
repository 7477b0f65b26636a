import { types } from 'node:util';
import { isOfNode } from '../../inspect/is-of-node.ts';
import { hiddenIntrinsics } from '../../modules/intrinsics.ts';
import { hostGlobals, languageGlobals } from './standard-globals.ts';

/** Steps from the global object: names, `@@` before well-known symbols, `@@get` and `@@set` for accessors, `__proto__`. */
export type GlobalPath = readonly string[];

/** Built-in objects and functions, and the way to each. */
export type GlobalTable = ReadonlyMap<unknown, GlobalPath>;

/** What the language gives every program. */
export function readLanguageGlobals(): GlobalTable {
  const reading = startReading(new Map([[globalThis, []]]));
  for (const [name, prototype] of hiddenIntrinsics()) meet(reading, prototype, [`%${name}%`]);
  meetNames(reading, languageGlobals);
  return finish(reading);
}

/** What Node adds to it. To look at some of its names is to load them: Node 24 takes 45 ms for those that come with `fetch`. */
export function readHostGlobals(language: GlobalTable): GlobalTable {
  const reading = startReading(new Map(), language);
  meetNames(reading, hostGlobals);
  meetLazyGlobals(reading);
  return finish(reading);
}

interface Reading {
  readonly table: Map<unknown, GlobalPath>;
  readonly known: GlobalTable | undefined;
  readonly pending: { readonly value: object; readonly path: GlobalPath }[];
}

function startReading(table: Reading['table'], known?: GlobalTable): Reading {
  return { table, known, pending: [] };
}

function meet({ table, known, pending }: Reading, value: unknown, path: GlobalPath): void {
  const hasIdentity = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!hasIdentity || table.has(value) || known?.has(value)) return;
  table.set(value, path);
  // What hangs on `process` and `console` is mostly state.
  if (path[0] !== 'process' || path.length === 1) pending.push({ value, path });
}

function meetNames(reading: Reading, names: ReadonlySet<string>): void {
  for (const name of Object.getOwnPropertyNames(globalThis))
    if (names.has(name)) meetProperty(reading, globalThis, name, []);
}

function meetProperty(reading: Reading, holder: object, key: PropertyKey, path: GlobalPath): void {
  const step = typeof key === 'symbol' ? wellKnown(key) : String(key);
  if (step === undefined || isState(path, step)) return;
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  if (!descriptor) return;
  meet(reading, descriptor.value, [...path, step]);
  meet(reading, descriptor.get, [...path, step, '@@get']);
  meet(reading, descriptor.set, [...path, step, '@@set']);
}

// Classes come before their objects, so that a method has one name on every version of Node: `Crypto.prototype.randomUUID`.
const lazyGlobals = ['process', 'Buffer', 'Performance', 'Crypto', 'performance', 'crypto', 'navigator', 'fetch'];

/** Node defines many of its globals as accessors: reading them runs code of Node, not of the user. */
function meetLazyGlobals(reading: Reading): void {
  for (const name of lazyGlobals) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    if (descriptor?.get && isOfNode(descriptor.get)) meet(reading, Reflect.get(globalThis, name), [name]);
  }
}

/** Follows everything that was met, level by level, so that the shortest way is found first. */
function finish(reading: Reading): GlobalTable {
  // An array gives out what is added to it while it is walked.
  for (const { value, path } of reading.pending) {
    if (types.isProxy(value)) continue;
    for (const key of Reflect.ownKeys(value)) meetProperty(reading, value, key, path);
    if (path[0] === 'crypto' && path.length === 1) meet(reading, Reflect.get(value, 'subtle'), ['crypto', 'subtle']);
    meet(reading, Object.getPrototypeOf(value), [...path, '__proto__']);
  }
  return reading.table;
}

function isState(path: GlobalPath, step: string): boolean {
  return (
    path.length === 1 && path[0] === 'process' && ['env', 'mainModule', 'argv', 'execArgv', 'report'].includes(step)
  );
}

function wellKnown(key: symbol): string | undefined {
  const { description } = key;
  return description?.startsWith('Symbol.') && Reflect.get(Symbol, description.slice(7)) === key
    ? `@@${description.slice(7)}`
    : undefined;
}
