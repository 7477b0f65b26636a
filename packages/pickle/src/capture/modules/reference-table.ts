import { types } from 'node:util';
import { globalPath } from '../values/global-table.ts';
import type { ModuleReference } from './module-list.ts';
import { ownDescriptor } from '../values/own-descriptor.ts';
import type { GlobalPath } from '../values/read-globals.ts';

/** Where something can be found by name on any machine. */
export type Reference =
  | { readonly kind: 'global'; readonly path: GlobalPath }
  | { readonly kind: 'module'; readonly module: ModuleReference };

/** Live objects and functions that modules give out; a module is read when somebody asks for the first time. */
export interface ReferenceTable {
  readonly read: KnownMembers[];
  readonly pending: (() => void)[];
}

/** Where a member of a module hangs: on another one, or on the module itself. Large modules have thousands, of which few are ever named. */
interface Member {
  readonly holder: Member | undefined;
  readonly key: string;
}

type Members = ReadonlyMap<unknown, Member | undefined>;

/** A table with nothing in it. */
export function createReferenceTable(): ReferenceTable {
  return { read: [], pending: [] };
}

/** The name of a built-in object or function of the language or of Node, or of something in a table. */
export function findReference(table: ReferenceTable, value: unknown): Reference | undefined {
  const module = findInModules(table, value);
  const path = globalPath(value);
  return path ? { kind: 'global', path } : module;
}

function findInModules(table: ReferenceTable, value: unknown): Reference | undefined {
  for (let read = table.pending.shift(); read; read = table.pending.shift()) read();
  for (const { members, named } of table.read) {
    const path = pathIn(members, value) ?? prototypeIn(members, value);
    if (path) return { kind: 'module', module: { ...named, path: [...named.path, ...path] } };
  }
  return undefined;
}

/** The keys that lead from a module to one of its members; undefined for anything else. */
function pathIn(members: Members, value: unknown): string[] | undefined {
  if (!members.has(value)) return undefined;
  const path: string[] = [];
  for (let at = members.get(value); at; at = at.holder) path.unshift(at.key);
  return path;
}

/** The `prototype` of a member: these are found by their function, as reading those of all members takes half the time. */
function prototypeIn(members: Members, value: unknown): string[] | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  const maker: unknown = ownDescriptor(value, 'constructor')?.value;
  const path = typeof maker === 'function' ? pathIn(members, maker) : undefined;
  return path && isPrototypeOf(maker as object, value) ? [...path, 'prototype'] : undefined;
}

function isPrototypeOf(maker: object, value: unknown): boolean {
  return !types.isProxy(maker) && ownDescriptor(maker, 'prototype')?.value === value;
}

/** Adds what a module gives out: the thing itself and, some levels down, its properties that have an identity. */
export function addModule(table: ReferenceTable, value: unknown, module: ModuleReference, depth = 2): void {
  if (hasIdentity(value)) table.pending.push(() => void table.read.push(membersOf(value, module, depth)));
}

/** The members of a module as they were read, and how many names it had then. */
export interface KnownMembers {
  readonly module: WeakRef<object>;
  readonly named: ModuleReference;
  readonly members: Members;
  readonly names: number;
  /** False for a module that is still being loaded and has more to give later. */
  readonly complete: boolean;
}

/** True where a module has no other names than when it was read. */
export function isAsRead({ module, names, complete }: KnownMembers): boolean {
  const value = module.deref();
  return complete && value !== undefined && Object.getOwnPropertyNames(value).length === names;
}

const known = new WeakMap<object, Map<string, KnownMembers>>();

function membersOf(value: object, module: ModuleReference, depth: number): KnownMembers {
  const { specifier, path, interop, folder } = module;
  const key = [depth, specifier, ...path, interop, folder].join('\n');
  const readings = known.get(value) ?? new Map<string, KnownMembers>();
  known.set(value, readings);
  const before = readings.get(key);
  if (before && isAsRead(before)) return before;
  const names = Object.getOwnPropertyNames(value).length;
  const members = new Map<unknown, Member | undefined>();
  const complete = addMembers(members, value, undefined, depth);
  const now = { module: new WeakRef(value), named: module, members, names, complete };
  readings.set(key, now);
  return now;
}

/** False where an export was not initialised yet. */
function addMembers(
  members: Map<unknown, Member | undefined>,
  value: object,
  at: Member | undefined,
  depth: number,
): boolean {
  if (members.has(value) || state.has(value)) return true;
  members.set(value, at);
  if (depth === 0 || types.isProxy(value) || Array.isArray(value) || ArrayBuffer.isView(value)) return true;
  let complete = true;
  for (const key of Object.getOwnPropertyNames(value)) {
    if (key === 'module.exports' || key === 'constructor' || (typeof value === 'function' && ownToAll.has(key)))
      continue;
    const descriptor = ownDescriptor(value, key);
    if (!descriptor) complete = false;
    const member: unknown = descriptor?.value;
    if (!hasIdentity(member) || Array.isArray(member)) continue;
    if (depth === 1 && isFoundByMaker(value, key, member)) continue;
    if (!addMembers(members, member, { holder: at, key }, key === 'default' ? depth : depth - 1)) complete = false;
  }
  return complete;
}

/** True for a prototype that leads to its function. */
function isFoundByMaker(holder: object, key: string, member: object): boolean {
  return key === 'prototype' && typeof holder === 'function' && ownDescriptor(member, 'constructor')?.value === holder;
}

/** What hangs on these is mostly state; their names are those of globals. */
const state = new Set<object>([globalThis, process, console]);

/** What every function has; V8 looks through the stack for two of them. */
const ownToAll = new Set(['length', 'name', 'arguments', 'caller']);

function hasIdentity(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
