import { types } from 'node:util';
import type { Capture } from '../capture/capture.ts';
import { isAsRead as isModuleAsRead, type KnownMembers } from '../capture/modules/reference-table.ts';
import { secretsOf } from '../capture/refusals/secrets.ts';
import type { Graph } from '../format.ts';
import { releaseHandles } from '../inspect/session.ts';
import { isSameList } from '../same-list.ts';
import { functionReading, holdsAsRead, type FunctionReading } from './function-reading.ts';
import { hold, isHeld, type Held } from './held.ts';
import { isAsRead, readingOf, type Reading } from './reading.ts';
import { travelState } from './travel-state.ts';

/** All that a pickle rests on. As long as it holds, to pickle again gives the same. */
export interface Grounds {
  readonly allowSecrets: readonly string[];
  readonly state: readonly unknown[];
  readonly secrets: Held;
  readonly objects: readonly Reading[];
  readonly functions: readonly FunctionReading[];
  /** Modules in which the names of what was met were looked for. */
  readonly modules: readonly KnownMembers[];
}

/** Reads once more what a walk read; undefined where a part of it cannot be compared later. */
export function groundsOf(capture: Capture, nodes: Graph): Grounds | undefined {
  const modules = capture.references.read;
  // A name that only looks like a secret is to be warned of.
  if (capture.warnings.length > 0 || !modules.every(({ complete }) => complete)) return undefined;
  const functions: FunctionReading[] = [];
  const objects = new Set(capture.prototypes.keys() as Iterable<object>);
  for (const { index, value } of capture.entries) {
    const kind = nodes[index]?.[0] ?? '';
    if (named.has(kind)) continue;
    const record = capture.functions.get(index);
    const reading = record && functionReading(value as object, record);
    if (reading) functions.push(reading);
    else if (!readable.has(kind) || !isPlain(capture, value as object)) return undefined;
    objects.add(value as object);
  }
  return {
    allowSecrets: [...capture.allowSecrets],
    state: travelState(),
    secrets: hold(capture.secrets()),
    objects: [...objects].map(readingOf),
    functions,
    modules,
  };
}

/** True where all that a pickle rests on is as it was, each value read anew. */
export function stillHold(grounds: Grounds, allowSecrets: readonly string[]): boolean {
  try {
    return (
      isSameList(grounds.allowSecrets, allowSecrets) &&
      isSameList(grounds.state, travelState()) &&
      isHeld(grounds.secrets, secretsOf(process.env)) &&
      grounds.objects.every(isAsRead) &&
      grounds.functions.every(holdsAsRead) &&
      grounds.modules.every(isModuleAsRead)
    );
  } finally {
    releaseHandles();
  }
}

/** Kinds of nodes of what travels by name, or as a part of something else. */
const named = new Set(['member', 'global', 'module', 'interop', 'symbol']);
/** Kinds of nodes that rest on nothing but what shows of their objects. */
const readable = new Set(['object', 'array', 'prototype', 'map', 'set', 'date']);

/** True for an object that shows all that it is, and runs nothing when it is read. */
function isPlain(capture: Capture, object: object): boolean {
  if (types.isProxy(object) || types.isModuleNamespaceObject(object)) return false;
  // The environment decides whether such an object is a copy of it.
  if (Object.hasOwn(object, 'PATH') || Object.hasOwn(object, 'Path')) return false;
  // Getters of exports may stand for variables of other modules.
  return !capture.views.has(object) || Reflect.ownKeys(object).every((key) => !isAccessor(object, key));
}

function isAccessor(object: object, key: PropertyKey): boolean {
  return Object.getOwnPropertyDescriptor(object, key)?.get !== undefined;
}
