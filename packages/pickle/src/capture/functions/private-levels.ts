import { types } from 'node:util';
import { marksInstances, privateFields } from '../../analyse/class-edits.ts';
import { readFunctionText } from '../../analyse/function-text.ts';
import { isClassSyntax } from '../../analyse/syntax.ts';
import type { Extras } from '../../format.ts';
import { privateMembers } from '../../inspect/internals.ts';
import { indexOf, property, slotFor } from '../slot.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture, Entry } from '../capture.ts';

/** The private state of an instance, by class and from the base on; undefined where no class of it has any. */
export function privateLevels(capture: Capture, entry: Entry): Extras['privates'] | undefined {
  const classes = classesOf(entry.value as object);
  const marking = classes.filter(({ text }) => text && isClassSyntax(text.root) && marksInstances(text.root));
  if (marking.length === 0) return undefined;
  const members = [...privateMembers(entry.value as object)];
  return marking.map(({ fn, text }) => {
    const owner = indexOf(capture, fn, property(entry, 'constructor'));
    capture.marked.push({ entry, owner });
    const names = text && isClassSyntax(text.root) ? privateFields(text.root) : [];
    const fields = names.flatMap((name) => {
      const at = members.findIndex((member) => member.name === name);
      if (at < 0) return [];
      const [member] = members.splice(at, 1);
      return [[name, slotFor(capture, member?.value, { from: entry, how: `.${name}`, kind: 'property' })] as const];
    });
    return [owner, fields] as const;
  });
}

/** Private state of a class that travels by name is its owner's business. */
export function refuseForeignState(capture: Capture): void {
  for (const { entry, owner } of capture.marked) {
    if (capture.functions.has(owner)) continue;
    const name = (capture.entries[owner]?.value as { name?: unknown } | undefined)?.name;
    refuse(
      capture,
      entry,
      `an instance of ${String(name)}, whose class is a package's and keeps private state`,
      'Create it inside the function that uses it.',
    );
  }
}

/** The classes of an object, the base first. */
function classesOf(object: object) {
  const classes = [];
  for (
    let at = Object.getPrototypeOf(object) as object | null;
    at && !types.isProxy(at);
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const fn: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof fn !== 'function' || Object.getOwnPropertyDescriptor(fn, 'prototype')?.value !== at) continue;
    const source = Function.prototype.toString.call(fn);
    classes.unshift({
      fn,
      text: source.startsWith('class') && source.includes('#') ? readFunctionText(source) : undefined,
    });
  }
  return classes;
}
