import { dirname } from 'node:path';
import { types } from 'node:util';
import { specifiersGivenTo } from '../../analyse/importer-calls.ts';
import type { FunctionText } from '../../analyse/function-text.ts';
import type { PortableText } from '../../analyse/portable-text.ts';
import { lookUp } from '../../analyse/scope.ts';
import type { Slot } from '../../format.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import type { FunctionInternals } from '../../inspect/internals.ts';
import type { Activation } from './activation.ts';
import { activationsOf } from './activations.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import type { Capturing, FunctionRecord } from './function-record.ts';
import { importOf, isConstant, type Place } from './place.ts';
import { constantSlot } from './constant.ts';
import { exportNames, viewSlot } from '../modules/view-exports.ts';
import { importedModule } from '../modules/package-reference.ts';
import { namespaceUrl } from '../modules/export-sources.ts';
import { importSource, noteLocalModule } from '../modules/local-module.ts';
import { localUrl } from '../modules/local-url.ts';
import { isPlainGlobal } from './plain-global.ts';
import { filePathOf } from '../../modules/specifier.ts';
import { noteDynamicImports } from '../modules/dynamic-import.ts';
import { isRequire } from '../modules/require.ts';
import { refuseWith } from '../refusals/refuse-with.ts';
import { referenceNode } from '../modules/reference-node.ts';
import { shownPlace } from './origin.ts';
import { byWords, specialSlot } from './special-slot.ts';
import { isUnreached } from './unreached.ts';
import { keepSteadyScopes } from './steady-names.ts';
import { standardGlobals } from '../values/standard-globals.ts';

/** A function with its text and where it was made. */
export interface Surroundings {
  readonly entry: Entry;
  readonly text: FunctionText;
  readonly portable: PortableText;
  readonly place: Place;
  readonly script: KnownScript | undefined;
  readonly internals: FunctionInternals;
  /** True where it takes nothing but standard globals from around it. */
  readonly alone: boolean;
}

/** What a function took from around it. */
export function captureVariables(
  capture: Capture,
  around: Surroundings,
): Pick<FunctionRecord, 'captures' | 'chain' | 'outerThis' | 'outerArguments'> {
  const { text, portable, internals } = around;
  const wanted = text.free.map((free) => ({ ...free, ownName: false }));
  if (text.ownName && text.form === 'function' && isDeclaration(around)) {
    wanted.push({ name: text.name, ...text.ownName, members: undefined, atDefinition: false, ownName: true });
  }
  const keepScopes = (): void =>
    keepSteadyScopes(
      around.entry.value as object,
      wanted.map(({ name }) => name),
      around.place,
    );
  if (around.alone || wanted.every(({ name }) => isPlainGlobal(name, around.place))) {
    if (wanted.length > 0 && !around.alone) keepScopes();
    return { captures: [], chain: [], outerThis: outerThis(capture, around), outerArguments: undefined };
  }

  const { scopes } = internals;
  refuseWith(capture, around.entry, scopes);
  const activations = activationsOf(capture, around.place);
  noteLocalModule(capture.localModules, around.place, activations);
  const captures: Capturing[] = [];
  let outerArguments: Slot | undefined;
  for (const { name, assigned, members, atDefinition, ownName } of wanted) {
    if (name === portable.guard || name === portable.access) continue;
    const special = specialSlot(capture, around, name);
    if (special !== undefined) {
      captures.push({ name, slot: special, activation: undefined, assigned: false, ownName: false });
      continue;
    }
    const at = scopes.findIndex(({ kind, values }) => kind !== 'Global' && Object.hasOwn(values, name));
    if (at < 0) {
      const slot = ownName ? undefined : outside(capture, around, name, atDefinition);
      if (slot !== undefined) captures.push({ name, slot, activation: undefined, assigned: false, ownName });
      continue;
    }
    const value = scopes[at]?.values[name];
    if (isRequire(value)) noteRequired(capture, around, name);
    if (name === 'arguments') {
      outerArguments = slotFor(capture, value, variable(around, name));
      continue;
    }
    const late = isUnreached(capture, around, name, value);
    const imported = ownName || late ? undefined : importedSlot(capture, around, name, value, members);
    const slot = late ? uninitialised : (imported ?? slotFor(capture, value, variable(around, name)));
    // An assignment to a constant changes nothing: it throws.
    const constant = assigned && isConstant(around.place, name);
    captures.push({
      name,
      slot,
      activation: imported ? undefined : activations[at],
      assigned: assigned && !constant,
      ownName,
      place: variable(around, name).place,
      ...(constant ? { constant } : {}),
      ...importSource(around.place, name),
    });
  }
  keepScopes();
  const chain = activations.filter((activation): activation is Activation => activation !== undefined).toReversed();
  return { captures, chain, outerThis: outerThis(capture, around), outerArguments };
}

/** The step to a variable; where it was declared is looked up when somebody asks. */
function variable({ entry, script, place: around }: Surroundings, how: string) {
  const place = (): string | undefined => {
    const { site } = around;
    const declared = site && lookUp(site.scope, how);
    return script && declared && shownPlace(script, declared.start);
  };
  return { from: entry, how, kind: 'variable', place } as const;
}

const uninitialised: Slot = ['uninitialised'];

/** A name that no scope holds: a global of the user's, or a variable that was not initialised yet. */
function outside(
  capture: Capture,
  { entry, place }: Surroundings,
  name: string,
  atDefinition: boolean,
): Slot | undefined {
  if (isPlainGlobal(name, place)) return undefined;
  const { site } = place;
  const declared = site && lookUp(site.scope, name);
  // V8 keeps no variable that only the definition of a class needed.
  if (declared && atDefinition) return constantSlot(capture, entry, declared);
  if (declared) return uninitialised;
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  if (standardGlobals.has(name) || !descriptor || !('value' in descriptor)) return undefined;
  return slotFor(capture, descriptor.value, byWords(entry, name));
}

/** An import from a package or a built-in module: the name of the thing travels, not the thing. */
function importedSlot(
  capture: Capture,
  around: Surroundings,
  name: string,
  value: unknown,
  members: readonly string[] | undefined,
): Slot | undefined {
  const { script, place } = around;
  const imported = importOf(place, name);
  if (!imported || !script) return undefined;
  const declared = place.top ? undefined : place.site && lookUp(place.site.scope, name);
  if (declared && declared.scope.parent && declared.scope.parent.parent) return undefined;
  const module = importedModule(script, imported, value);
  const hasIdentity = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!module) {
    const isNamespace = types.isModuleNamespaceObject(value);
    const [exported] = imported.path;
    if ((exported !== undefined && !isNamespace) || typeof value !== 'object' || value === null) return undefined;
    const wanted = members ?? (isNamespace ? exportNames(value) : undefined);
    const from = localUrl(script, imported);
    const url = from !== undefined && exported !== undefined ? namespaceUrl(from, exported) : from;
    return wanted && viewSlot(capture, value, wanted, variable(around, name), url);
  }
  // A constant of a module is copied: it has no identity to keep.
  if (!hasIdentity) return undefined;
  const slot = slotFor(capture, value, variable(around, name));
  const index = (slot as readonly [number])[0];
  capture.nodes[index] ??= referenceNode(capture, { kind: 'module', module });
  return slot;
}

/** True where the own name of a function is a binding of the scope around it. */
function isDeclaration({ entry, text, internals, place }: Surroundings): boolean {
  const isPlain =
    place.top?.kinds.get(text.name) === 'function' && internals.scopes[0]?.values[text.name] === entry.value;
  return isPlain || (place.site?.declaration ?? false);
}

/** What a function asks a `require` for while it runs. */
function noteRequired(capture: Capture, { entry, script, text }: Surroundings, name: string): void {
  const file = script && filePathOf(script.url);
  noteDynamicImports(capture, entry, specifiersGivenTo(name, text.root), file && dirname(file));
}

/** `this` of an arrow at the top of a module is undefined; anywhere else only the heap knows it. */
function outerThis(capture: Capture, around: Surroundings): Slot | undefined {
  const { entry, text, script, place } = around;
  // What `super` finds is called on `this`.
  if (!text.outerThis && !(text.outerSuper && text.form === 'arrow')) return undefined;
  if (place.outline?.module || (script?.text?.module && place.site && !place.site.scope.parent)) return ['undefined'];
  capture.wantThis.add(entry.index);
  return undefined;
}
