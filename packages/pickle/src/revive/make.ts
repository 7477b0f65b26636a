import { Buffer } from 'node:buffer';
import { malformed } from '../errors.ts';
import type { Node, Slot } from '../format.ts';
import { exactBuffer, lengthIn, makeView, optionsFor, sharedBuffer } from './make-bytes.ts';
import { makeCode, type MadeCode } from './make-code.ts';
import { fillNode } from './fill.ts';
import { nodeAt, valueIn, type Revival } from './graph.ts';
import { extrasIn, functionParts, isFunctionNode } from '../node-parts.ts';
import { functionIn, memberOf } from './function-in.ts';
import { privateAccess, privateMethod, withPrivateFields } from './private-state.ts';
import { makePromise } from './make-promise.ts';
import { findGlobal, interopOf, memberOfModule } from './names.ts';

/** Makes the object of one node, still empty. */
export function makeNode(revival: Revival, index: number): unknown {
  // What is being made right now is not there yet: the end of the revival sets it where it is needed.
  if (revival.made[index] || revival.making.has(index)) return revival.live[index];
  const node = nodeAt(revival, index);
  revival.making.add(index);
  if (!ownersOf(node).every((owner) => isMade(revival, owner))) {
    revival.making.delete(index);
    return undefined;
  }
  const value = withPrivateFields(revival, node, (base) => base ?? make(revival, node, index));
  revival.making.delete(index);
  revival.made[index] = true;
  revival.live[index] = value;
  return value;
}

/** What must be there before a node can be: the code of a function, the function of a prototype, the classes of private fields. */
function ownersOf(node: Node): readonly number[] {
  const [kind, owner] = node;
  if (isFunctionNode(node) || kind === 'prototype' || kind === 'member') return [owner as number];
  return (extrasIn(node)?.privates ?? []).map(([index]) => index);
}

/** False while a node is under way itself: a later turn makes what waits for it. */
function isMade(revival: Revival, index: number): boolean {
  valueIn(revival, [index]);
  return revival.made[index] === true;
}

function make(revival: Revival, node: Node, index: number): unknown {
  const [kind, first, second, third] = node;
  const of = (slot: unknown): unknown => valueIn(revival, slot as Slot);
  switch (kind) {
    case 'primitive':
      return of(first);
    case 'object':
      return {};
    case 'array':
      return typeof second === 'number' ? sized(second) : [];
    case 'map':
      return new Map();
    case 'set':
      return new Set();
    case 'date':
      return new Date(first === null ? Number.NaN : (first as number));
    case 'regexp':
      return new RegExp(first as string, second as string);
    case 'boxed':
      return Object(of(first)) as object;
    case 'error':
      return new Error();
    case 'arguments':
      return argumentsObject((first as Slot[]).length);
    case 'symbol':
      return makeSymbol(first as string, second as string | undefined);
    case 'bytes':
      return exactBuffer(first as string, optionsFor(second));
    case 'shared-bytes':
      return sharedBuffer(first as string, optionsFor(second));
    case 'buffer':
      return Buffer.from(first as string, 'base64');
    case 'view':
      return makeView(first as string, of(second) as ArrayBuffer, third as number, lengthIn(node[4]));
    case 'made':
      return makeAgain(findGlobal(first as string[]), (second as Slot[]).map(of), () => {
        for (const slot of second as Slot[]) if (Array.isArray(slot)) complete(revival, slot[0] as number);
      });
    case 'reduced':
      return makeReduced(revival, first as Slot, second as Slot);
    case 'global':
      return findGlobal(node.slice(1) as string[]);
    case 'module':
      return memberOfModule(revival.modules[first as number], node.slice(2) as string[]);
    case 'interop':
      return interopOf(revival.modules[first as number]);
    case 'code':
      return makeCode(revival, node, (needed) => complete(revival, needed));
    case 'proxy':
      return new Proxy(of(first) as object, of(second) as ProxyHandler<object>);
    case 'promise':
      return makePromise(revival, index, first === 'fulfilled');
    case 'weak-ref':
      return new WeakRef(of(first) as object);
    case 'aborted':
      return AbortSignal.abort(of(first));
    case 'weak-map':
      return new WeakMap();
    case 'weak-set':
      return new WeakSet();
    case 'require':
      return revival.require();
    case 'import':
      return revival.load;
    case 'function':
    case 'class':
    case 'method':
    case 'getter':
    case 'setter':
      return functionIn(revival, (of([first]) as MadeCode).members[functionParts(node).position], kind);
    case 'prototype':
      return Object.getOwnPropertyDescriptor(of([first]), 'prototype')?.value;
    case 'member':
      return memberOf(of([first]) as object, second as string, of(third) as PropertyKey, node[4] as 'value');
    case 'privates':
      return privateAccess(revival, first as string[], second as number[]);
    case 'private':
      return privateMethod(revival, of([first]) as object, second as string, third === 'static');
    case 'bound':
      // The name and the length of the target are read now.
      if (Array.isArray(first)) complete(revival, first[0] as number);
      return Function.prototype.bind.call(of(first) as () => unknown, of(second), ...(third as Slot[]).map(of));
    default:
      throw malformed(`value number ${index} is of the unknown kind ${JSON.stringify(kind)}`);
  }
}

/** Makes and fills everything that a node leads to, as far as that is possible yet. */
function complete(revival: Revival, start: number): void {
  const seen = new Set([start]);
  const around = revival.touch;
  revival.touch = (index) => void seen.add(index);
  // A set visits what is added to it while it is walked.
  for (const index of seen) {
    makeNode(revival, index);
    if (revival.made[index]) fillNode(revival, index, false);
  }
  revival.touch = around;
}

/** An instance of a class with a reducer, by the function that came with it. */
function makeReduced(revival: Revival, revive: Slot, data: Slot): unknown {
  for (const slot of [revive, data]) if (Array.isArray(slot) && typeof slot[0] === 'number') complete(revival, slot[0]);
  return Reflect.apply(valueIn(revival, revive) as (data: unknown) => unknown, undefined, [valueIn(revival, data)]);
}

function argumentsObject(length: number): unknown {
  const make = function (): unknown {
    return arguments;
  };
  return Reflect.apply(make, undefined, Array.from({ length }));
}

/** An object of a class of Node, from what it was made of. */
function makeAgain(made: unknown, args: readonly unknown[], prepare: () => void): unknown {
  prepare();
  return Reflect.construct(made as new () => object, args);
}

function sized(length: number): unknown[] {
  const array: unknown[] = [];
  array.length = length;
  return array;
}

function makeSymbol(kind: string, text: string | undefined): symbol {
  if (kind === 'for') return Symbol.for(text ?? '');
  if (kind === 'known') return Reflect.get(Symbol, text ?? '') as symbol;
  return Symbol(text);
}
