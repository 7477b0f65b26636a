import type { FunctionText } from '../../analyse/function-text.ts';
import { isClassSyntax, type Syntax } from '../../analyse/syntax.ts';
import { functionInternals, type ScriptPosition } from '../../inspect/internals.ts';
import type { ClassMembers, NaturalMembers } from './class-members.ts';
import { slotFor, property } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';

/** Finds the methods that a class still has from its text, and makes them known as parts of it. */
export function findClassMembers(capture: Capture, entry: Entry, text: FunctionText): ClassMembers {
  const fn = entry.value as object;
  const prototype = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value as object;
  const position = functionInternals(fn).position;
  const { texts, keys, lines } = writtenIn(text);
  const side = (home: object, isStatic: boolean): NaturalMembers => {
    const isNatural = (method: unknown): boolean =>
      typeof method === 'function' &&
      texts[isStatic ? 'static' : 'own'].has(Function.prototype.toString.call(method)) &&
      isInside(method, position, lines);
    const natural = new Set<PropertyKey>();
    for (const key of Reflect.ownKeys(home)) {
      const descriptor = Object.getOwnPropertyDescriptor(home, key);
      if (!descriptor || descriptor.enumerable) continue;
      const parts = (['value', 'get', 'set'] as const).filter((part) => descriptor[part] !== undefined);
      if (!parts.every((part) => isNatural(descriptor[part]))) continue;
      natural.add(key);
      for (const part of parts) makeKnown(capture, entry, descriptor[part] as object, { isStatic, key, part });
    }
    return { keys: keys[isStatic ? 'static' : 'own'], has: (key) => natural.has(key) };
  };
  return { statics: side(fn, true), instances: side(prototype, false) };
}

/** What the text of a class says of its methods, on the class itself and on its instances. */
interface Written {
  readonly texts: Readonly<Record<'static' | 'own', ReadonlySet<string>>>;
  readonly keys: Readonly<Record<'static' | 'own', readonly PropertyKey[]>>;
  /** How many lines the text goes down. */
  readonly lines: number;
}

const known = new WeakMap<FunctionText, Written>();

function writtenIn(text: FunctionText): Written {
  const written = known.get(text) ?? {
    texts: { static: methodTexts(text, true), own: methodTexts(text, false) },
    keys: { static: namedKeys(text, true), own: namedKeys(text, false) },
    lines: text.source.split('\n').length - 1,
  };
  known.set(text, written);
  return written;
}

interface Place {
  readonly isStatic: boolean;
  readonly key: PropertyKey;
  readonly part: 'value' | 'get' | 'set';
}

function makeKnown(capture: Capture, entry: Entry, method: object, { isStatic, key, part }: Place): void {
  const name = typeof key === 'symbol' ? slotFor(capture, key, property(entry, key)) : String(key);
  const node = ['member', entry.index, isStatic ? 'static' : 'prototype', name, part] as const;
  const met = capture.indices.get(method);
  if (met === undefined) {
    capture.members.set(method, node);
    return;
  }
  // It was met before its class, as a function on its own.
  capture.functions.delete(met);
  capture.nodes[met] = node;
}

function elementsOf({ root }: FunctionText): readonly Syntax[] {
  return isClassSyntax(root) ? root.body.body : [];
}

/** The text of a method, as `toString()` gives it. */
export function methodText({ source, offset }: FunctionText, { start, end, static: isStatic }: ClassElement): string {
  const text = source.slice(start - offset, end - offset);
  return isStatic ? text.replace(/^static(?:\s|\/\*.*?\*\/|\/\/.*?\n)*/s, '') : text;
}

type ClassElement = Extract<Syntax, { type: 'MethodDefinition' | 'PropertyDefinition' }>;

function methodTexts(text: FunctionText, isStatic: boolean): Set<string> {
  const texts = new Set<string>();
  for (const element of elementsOf(text)) {
    if (element.type !== 'MethodDefinition' || element.static !== isStatic || element.kind === 'constructor') continue;
    texts.add(methodText(text, element));
  }
  return texts;
}

function namedKeys(text: FunctionText, isStatic: boolean): PropertyKey[] {
  return elementsOf(text).flatMap((element) => {
    if (
      element.type !== 'MethodDefinition' ||
      element.static !== isStatic ||
      element.kind === 'constructor' ||
      element.computed
    )
      return [];
    if (element.key.type === 'Identifier') return [element.key.name];
    return element.key.type === 'Literal' ? [String(element.key.value)] : [];
  });
}

/** True for a method whose code stands inside that of its class. */
function isInside(method: object, from: ScriptPosition | undefined, lines: number): boolean {
  const { position } = functionInternals(method);
  if (!from || !position) return false;
  return (
    position.scriptId === from.scriptId &&
    // The position of a class is that of its constructor, which may stand anywhere in it.
    Math.abs(position.line - from.line) <= lines
  );
}
