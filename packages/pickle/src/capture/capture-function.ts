import { dirname } from 'node:path';
import { readFunctionText } from '../analyse/function-text.ts';
import { portableText, type PortableText } from '../analyse/portable-text.ts';
import { superHome } from '../analyse/super-home.ts';
import type { Site } from '../analyse/script-text.ts';
import type { Syntax } from '../analyse/syntax.ts';
import type { Extras, Node } from '../format.ts';
import { scriptOfFunction, siteAt, type KnownScript } from '../inspect/function-site.ts';
import { functionInternals, type FunctionInternals } from '../inspect/internals.ts';
import { filePathOf } from '../modules/specifier.ts';
import { isNative } from '../source-of.ts';
import { refuseSecretSource } from './refuse-secrets.ts';
import { standardGlobals } from './standard-globals.ts';
import { refuse } from './refuse.ts';
import { slotFor } from './slot.ts';
import type { Capture, Entry } from './capture.ts';
import { accessOf, capturePrivateMethod } from './private-access.ts';
import { fateOfKeys } from './computed-keys.ts';
import { noteDynamicImports } from './dynamic-import.ts';
import { captureNative } from './capture-native.ts';
import { captureVariables, type Surroundings } from './capture-variables.ts';
import { isConstructible } from './constructible.ts';
import { functionExtras } from './function-extras.ts';
import { originOf } from './origin.ts';
import { packageReference, registerImports } from './package-reference.ts';
import { referenceNode } from './reference-node.ts';

/** A function: by reference where a package gives it out, by value otherwise; its node follows when all functions are known. */
export function captureFunction(capture: Capture, entry: Entry): Node | undefined {
  const fn = entry.value as (...args: unknown[]) => unknown;
  const source = Function.prototype.toString.call(fn);
  if (isNative(source)) return captureNative(capture, entry);

  const internals = functionInternals(fn);
  const script = scriptOfFunction(source, internals);
  if (script) registerImports(capture, script, internals);
  const reference = script && packageReference(fn, internals, script);
  if (reference) return referenceNode(capture, entry, reference);
  if (script?.url.startsWith('node:') && isRequire(fn)) return ['require'];
  if (script?.url.startsWith('node:')) {
    return refuse(
      capture,
      entry,
      `this is a function inside Node (${script.url}) that no module gives out`,
      'Create what it belongs to inside the function that uses it.',
    );
  }

  const hidden = capturePrivateMethod(capture, entry, source);
  if (hidden) return hidden;
  const site = script && internals.position && siteAt(script, internals.position, source);
  const hints = {
    strict: site?.strict ?? internals.scopes.some(({ kind }) => kind === 'Module'),
    method: site ? site.element !== undefined : !isConstructible(fn),
  };
  const portable = portableText(source, {
    ...hints,
    replaceHeritage: (heritage) => !isHeritage(fn, heritage, internals),
    fateOfKey: fateOfKeys(capture, entry, site),
  });
  if (!portable) {
    return refuse(
      capture,
      entry,
      'its text cannot be read on its own (syntax that is not known here)',
      'Write it as a function, an arrow or a method.',
    );
  }
  return captureByValue(capture, entry, { fn, source, portable, site, script, internals, strict: hints.strict });
}

/** `require` of a CommonJS file, or one that `createRequire` made: on the other side it starts from where the pickle is read. */
function isRequire(fn: object): boolean {
  return (
    Object.getOwnPropertyDescriptor(fn, 'name')?.value === 'require' &&
    Object.hasOwn(fn, 'resolve') &&
    Object.hasOwn(fn, 'cache')
  );
}

/** True when the heritage in the text still means what the class inherits from. */
function isHeritage(fn: object, heritage: Syntax, internals: FunctionInternals): boolean {
  if (heritage.type === 'Literal') return true;
  if (heritage.type !== 'Identifier') return false;
  const scope = internals.scopes.find(({ kind, values }) =>
    kind === 'Global' ? standardGlobals.has(heritage.name) : Object.hasOwn(values, heritage.name),
  );
  return scope?.values[heritage.name] === Object.getPrototypeOf(fn);
}

/** Private static fields. */
function privateState(
  capture: Capture,
  entry: Entry,
  { text, internals }: Pick<Surroundings, 'text' | 'internals'>,
): Pick<Extras, 'privates'> {
  if (text.form !== 'class' || !text.source.includes('#') || internals.privates.length === 0) return {};
  const fields = internals.privates.map(
    ({ name, value }) => [name, slotFor(capture, value, { from: entry, how: `.${name}`, kind: 'property' })] as const,
  );
  return { privates: [[entry.index, fields]] };
}

interface Found {
  readonly source: string;
  readonly fn: (...args: unknown[]) => unknown;
  readonly portable: PortableText;
  readonly site: Site | undefined;
  readonly script: KnownScript | undefined;
  readonly internals: FunctionInternals;
  readonly strict: boolean;
}

function captureByValue(
  capture: Capture,
  entry: Entry,
  { fn, source, portable, site, script, internals, strict }: Found,
): undefined {
  const { text } = portable;
  const record = {
    index: entry.index,
    text,
    guard: portable.guard,
    access: accessOf(source, portable),
    home: text.outerSuper && site && script?.text ? superHome(script.text.facts, site.node) : undefined,
    strict,
    origin: originOf(fn, { position: internals.position, site, script }),
    captures: [],
    chain: [],
    outerThis: undefined,
    superSlot: undefined,
    outerArguments: undefined,
    extras: {},
  };
  capture.functions.set(entry.index, record);
  refuseSecretSource(capture, entry, source, record.origin.name);
  const original = readFunctionText(source);
  const file = script && filePathOf(script.url);
  if (portable.load) noteDynamicImports(capture, entry, original?.dynamicImports ?? [], file && dirname(file));
  if (text.importMeta)
    refuse(
      capture,
      entry,
      'it uses import.meta',
      'Keep what you need of it in a variable outside: const here = import.meta.url.',
    );
  if (text.directEval)
    refuse(
      capture,
      entry,
      'it calls eval(), which may mean any name around it',
      'Use (0, eval)(text), which sees globals only.',
    );
  const surroundings: Surroundings = { entry, text, portable, site, script, internals };
  capture.functions.set(entry.index, {
    ...record,
    ...captureVariables(capture, surroundings),
    extras: {
      ...functionExtras(capture, entry, text, original ?? text),
      ...privateState(capture, entry, surroundings),
    },
  });
  return undefined;
}
