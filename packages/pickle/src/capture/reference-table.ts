import { types } from 'node:util';
import type { ModuleReference } from './module-list.ts';
import { isOfNode } from '../inspect/is-of-node.ts';
import { hiddenIntrinsics } from '../modules/intrinsics.ts';
import { ownDescriptor } from './own-descriptor.ts';
import { standardGlobals } from './standard-globals.ts';

/** Where something can be found by name on any machine. */
export type Reference =
  | { readonly kind: 'global'; readonly path: readonly string[] }
  | { readonly kind: 'module'; readonly module: ModuleReference };

/** Live objects and functions that have such a name. */
export type ReferenceTable = Map<unknown, Reference>;

/** The name of a built-in object or function of the language or of Node, or of something in a table. */
export function findReference(table: ReferenceTable, value: unknown): Reference | undefined {
  return table.get(value) ?? (globals ??= readGlobals()).get(value);
}

/** Adds what a module gives out: the thing itself and, two levels down, its properties that have an identity. */
export function addModule(table: ReferenceTable, value: unknown, module: ModuleReference, depth = 2): void {
  if (!hasIdentity(value) || table.has(value) || (globals ??= readGlobals()).has(value)) return;
  table.set(value, { kind: 'module', module });
  if (depth === 0 || types.isProxy(value) || Array.isArray(value) || ArrayBuffer.isView(value)) return;
  for (const key of Object.getOwnPropertyNames(value)) {
    const member: unknown = ownDescriptor(value, key)?.value;
    if (key === 'module.exports' || key === 'constructor' || !hasIdentity(member) || Array.isArray(member)) continue;
    const path = [...module.path, key];
    addModule(table, member, { ...module, path }, key === 'default' ? depth : depth - 1);
  }
}

let globals: ReferenceTable | undefined;

function readGlobals(): ReferenceTable {
  const table: ReferenceTable = new Map();
  const pending: { value: object; path: readonly string[] }[] = [{ value: globalThis, path: [] }];
  table.set(globalThis, { kind: 'global', path: [] });
  const meet = (value: unknown, path: readonly string[]): void => {
    if (!hasIdentity(value) || table.has(value)) return;
    table.set(value, { kind: 'global', path });
    // What hangs on `process` and `console` is mostly state.
    if (path[0] !== 'process' || path.length === 1) pending.push({ value, path });
  };
  for (const [name, prototype] of hiddenIntrinsics()) meet(prototype, [`%${name}%`]);
  for (let next = pending.shift(); next; next = pending.shift()) {
    const { value, path } = next;
    if (types.isProxy(value)) continue;
    for (const key of Reflect.ownKeys(value)) {
      if (value === globalThis && !(typeof key === 'string' && standardGlobals.has(key))) continue;
      const step = typeof key === 'string' ? key : wellKnown(key);
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (step === undefined || !descriptor || isState(path, step)) continue;
      meet(descriptor.value, [...path, step]);
      meet(descriptor.get, [...path, step, '@@get']);
      meet(descriptor.set, [...path, step, '@@set']);
    }
    if (value === globalThis) readLazyGlobals(meet);
    if (path[0] === 'crypto' && path.length === 1) meet(Reflect.get(value, 'subtle'), ['crypto', 'subtle']);
    if (path.length > 0) meet(Object.getPrototypeOf(value), [...path, '__proto__']);
  }
  return table;
}

/** Node defines many of its globals as accessors: reading them runs code of Node, not of the user. */
function readLazyGlobals(meet: (value: unknown, path: readonly string[]) => void): void {
  for (const name of ['process', 'Buffer', 'performance', 'crypto', 'navigator', 'fetch']) {
    if (name === 'navigator' && !('navigator' in globalThis)) continue;
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    if (descriptor?.get && isOfNode(descriptor.get)) meet(Reflect.get(globalThis, name), [name]);
  }
}

function isState(path: readonly string[], step: string): boolean {
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

function hasIdentity(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
