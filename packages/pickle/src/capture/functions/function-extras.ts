import { types } from 'node:util';
import type { FunctionText } from '../../analyse/function-text.ts';
import type { Extras } from '../../format.ts';
import { property, slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import type { ClassMembers } from './class-members.ts';
import { findClassMembers } from './find-class-members.ts';
import { extrasOf } from '../values/properties.ts';

/** What a function has beyond what its text gives it: a changed name, properties, another prototype, a lock, the mark of `task()`. */
export function functionExtras(capture: Capture, entry: Entry, text: FunctionText, original: FunctionText): Extras {
  const fn = entry.value as object;
  const members = text.form === 'class' ? findClassMembers(capture, entry, original) : undefined;
  const prototype = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value as unknown;
  const owned = owns(fn, prototype);
  if (owned) capturePrototype(capture, entry, prototype, members);
  const has = (key: PropertyKey, descriptor: PropertyDescriptor): boolean => {
    if (key === 'prototype') return owned;
    if (key === 'name') return isQuiet(descriptor) && descriptor.value === text.name;
    if (key === 'length') return isQuiet(descriptor) && descriptor.value === text.length;
    if (key === 'arguments' || key === 'caller') return descriptor.value === null;
    return members?.statics.has(key, descriptor) ?? false;
  };
  const keys = [
    'length',
    ...(text.name === '' && text.form === 'class' ? [] : ['name']),
    ...(members?.statics.keys ?? []),
  ];
  const extras = extrasOf(capture, entry, { proto: parentOf(fn, text), has, keys });
  return { ...extras, ...taskMark(capture, entry) };
}

/** The prototype object from which functions of a kind inherit. */
function parentOf(fn: object, text: FunctionText): object | null {
  // A class inherits from its heritage, which the text evaluates again.
  if (text.form === 'class') return text.extends ? (Object.getPrototypeOf(fn) as object | null) : Function.prototype;
  if (text.generator) return (text.async ? asyncGenerator : generator) as object;
  return text.async ? (asyncFunction as object) : Function.prototype;
}

const kindOf = (fn: object): unknown => Object.getPrototypeOf(fn);
const asyncFunction = kindOf(async () => undefined);
const generator = kindOf(function* () {});
const asyncGenerator = kindOf(async function* () {});

/** True when an object is the one that came with a function. */
function owns(fn: object, prototype: unknown): prototype is object {
  if (typeof prototype !== 'object' || prototype === null) return false;
  const constructor = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (constructor) return constructor.value === fn;
  return kindOf(fn) === generator || kindOf(fn) === asyncGenerator;
}

/** A prototype that somebody added to is walked; one that is as the text made it is only known. */
function capturePrototype(capture: Capture, entry: Entry, prototype: object, members: ClassMembers | undefined): void {
  capture.prototypes.set(prototype, { owner: entry.index, members });
  const untouched = Reflect.ownKeys(prototype).every((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    return key === 'constructor' || (descriptor && members?.instances.has(key, descriptor));
  });
  if (untouched && !members && Object.isExtensible(prototype) && isRooted(prototype)) return;
  slotFor(capture, prototype, property(entry, 'prototype'));
}

function isRooted(prototype: object): boolean {
  const above: unknown = Object.getPrototypeOf(prototype);
  return (
    above === Object.prototype ||
    above === Reflect.get(generator as object, 'prototype') ||
    above === Reflect.get(asyncGenerator as object, 'prototype')
  );
}

/** `name` and `length` as the language makes them. */
export function isQuiet({ writable, enumerable, configurable }: PropertyDescriptor): boolean {
  return writable === false && enumerable === false && configurable === true;
}

/** What `task()` says of a function. */
export interface TaskMark {
  readonly name: string;
  readonly options: unknown;
}

/** `task()` of `@graflow/resolver` marks functions in a table of the process. */
export function taskMarkOf(fn: object): TaskMark | undefined {
  const tasks: unknown = Reflect.get(globalThis, Symbol.for('@graflow/tasks/1'));
  return types.isWeakMap(tasks) ? (tasks.get(fn) as TaskMark | undefined) : undefined;
}

function taskMark(capture: Capture, entry: Entry): Pick<Extras, 'task'> {
  const mark = taskMarkOf(entry.value as object);
  if (!mark) return {};
  return {
    task: {
      name: mark.name,
      options: slotFor(capture, mark.options, { from: entry, how: '.options', kind: 'property' }),
    },
  };
}
