import { readFunctionText, type FunctionText } from '../../analyse/function-text.ts';
import type { PortableText } from '../../analyse/portable-text.ts';
import { isClassSyntax } from '../../analyse/syntax.ts';
import type { Node } from '../../format.ts';
import { privatesBehind } from '../../revive/private-state.ts';
import { indexOf } from '../slot.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture, Entry } from '../capture.ts';
import type { FunctionRecord, PrivateAccess } from './function-record.ts';

/** What a function uses of classes around it that nobody else sees. */
export function accessOf(original: FunctionText, portable: PortableText): PrivateAccess | undefined {
  const names = original.outerPrivateNames;
  return names.length > 0 ? { as: portable.access, names, owners: undefined } : undefined;
}

/** A private method that was taken out of its class comes back out of the class; undefined for anything else. */
export function capturePrivateMethod(capture: Capture, entry: Entry, source: string): Node | undefined {
  const name = /^(?:async\b\s*)?(?:\*\s*)?(#[^\s(]+)/.exec(source)?.[1];
  if (name === undefined) return undefined;
  const owner = ownerOf(capture, entry, name);
  if (!owner)
    return refuse(
      capture,
      entry,
      `it is the private method ${name} of a class that V8 does not show`,
      'Move the code into a function that is not private.',
    );
  const index = indexOf(capture, owner.fn, { from: entry, how: 'its class', kind: 'variable' });
  capture.marked.push({ entry, owner: index });
  return ['private', index, name, owner.isStatic ? 'static' : 'prototype'];
}

/** The access to private members that a function came with from an earlier journey; undefined for anything else. */
export function captureAccess(capture: Capture, entry: Entry): Node | undefined {
  const privates = privatesBehind(entry.value as object);
  if (!privates) return undefined;
  const owners = privates.map(({ owner }) =>
    indexOf(capture, owner, { from: entry, how: 'its class', kind: 'variable' }),
  );
  return ['privates', privates.map(({ name }) => name), owners];
}

/** Finds the classes whose private names are used outside their text; true when that brought new values in. */
export function meetOwners(capture: Capture): boolean {
  const before = capture.entries.length;
  for (const record of capture.functions.values()) {
    const entry = capture.entries[record.index];
    if (!record.access || record.access.owners || !entry) continue;
    record.access.owners = record.access.names.map((name) => {
      const owner = ownerOf(capture, entry, name);
      return owner && indexOf(capture, owner.fn, { from: entry, how: 'its class', kind: 'variable' });
    });
  }
  return capture.entries.length > before;
}

/** Gives functions the access to private members that they use outside the text of the class. */
export function joinPrivateAccess(capture: Capture): void {
  for (const record of capture.functions.values()) {
    const entry = capture.entries[record.index];
    if (record.access && entry) join(capture, entry, record, record.access);
  }
}

function join(capture: Capture, entry: Entry, record: FunctionRecord, { as, names, owners = [] }: PrivateAccess): void {
  const missing = names.filter((_, index) => owners[index] === undefined || !capture.functions.has(owners[index]));
  if (missing.length > 0)
    refuse(
      capture,
      entry,
      `it uses ${missing.join(', ')} of a class that does not travel with it`,
      'Move the code into a method of the class.',
    );
  if (as === undefined)
    refuse(
      capture,
      entry,
      `it uses ${names.join(', ')} at the end of an optional chain, outside the methods of its class`,
      'Take the chain apart: keep what comes before the private name in a variable.',
    );
  if (missing.length > 0 || as === undefined) return;
  const index = capture.entries.push({ index: capture.entries.length, value: undefined, step: undefined }) - 1;
  capture.nodes.push(['privates', names, owners]);
  record.captures = [
    ...record.captures,
    { name: as, slot: [index], activation: undefined, assigned: false, ownName: false },
  ];
}

interface Owner {
  readonly fn: object;
  readonly isStatic: boolean;
}

/** The class around a function that declares a private name. */
function ownerOf(capture: Capture, entry: Entry, name: string): Owner | undefined {
  const fn = capture.heap().ownerOf(entry.value as object, name);
  const root = fn && readFunctionText(Function.prototype.toString.call(fn))?.root;
  if (!root || !isClassSyntax(root)) return undefined;
  const element = root.body.body.find(
    (item) => 'key' in item && item.key.type === 'PrivateIdentifier' && `#${item.key.name}` === name,
  );
  return element && { fn, isStatic: 'static' in element && element.static };
}
