import { types } from 'node:util';
import type { SuperHome } from '../../analyse/super-home.ts';
import { ownDescriptors } from '../values/own-descriptor.ts';
import { refuse } from '../refusals/refuse.ts';
import { slotFor } from '../slot.ts';
import type { Capture } from '../capture.ts';

/** Finds what `super` means in methods and arrows that travel without their class; true when that brought new values in. */
export function resolveSuper(capture: Capture): boolean {
  let found = false;
  for (const record of capture.functions.values()) {
    const entry = capture.entries[record.index];
    if (!record.text.outerSuper || record.superSlot !== undefined || !entry) continue;
    const home = homeOf(capture, entry.value as object, record.home);
    if (home)
      record.superSlot = slotFor(capture, Object.getPrototypeOf(home), { from: entry, how: 'super', kind: 'variable' });
    else
      refuse(
        capture,
        entry,
        'it uses super of an object that V8 does not show',
        'Call the method of the base by its name: Base.prototype.method.call(this).',
      );
    record.superSlot ??= ['undefined'];
    found = true;
  }
  return found;
}

/** The object that a function was written in: one that still has it, or the nearest of the right kind. */
function homeOf(capture: Capture, fn: object, kind: SuperHome | undefined): object | undefined {
  const candidates = [...capture.heap().namelessOf(fn)].filter(isCandidate);
  return candidates.find((object) => has(object, fn)) ?? candidates.find((object) => kindOf(object) === kind);
}

function isCandidate(value: unknown): value is object {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && !types.isProxy(value) && !types.isGeneratorObject(value);
}

function has(object: object, fn: object): boolean {
  return ownDescriptors(object).some(({ value, get, set }) => value === fn || get === fn || set === fn);
}

function kindOf(object: object): SuperHome | undefined {
  if (typeof object === 'function')
    return Function.prototype.toString.call(object).startsWith('class') ? 'class' : undefined;
  const constructor: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  const isPrototype =
    typeof constructor === 'function' && Object.getOwnPropertyDescriptor(constructor, 'prototype')?.value === object;
  return isPrototype ? 'prototype' : 'literal';
}
