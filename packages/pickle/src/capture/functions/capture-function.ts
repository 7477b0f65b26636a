import { dirname } from 'node:path';
import { looksLikeArrow, type TextHints } from '../../analyse/function-text.ts';
import { superHome } from '../../analyse/super-home.ts';
import type { Syntax } from '../../analyse/syntax.ts';
import type { Extras, Node } from '../../format.ts';
import { scriptOfFunction } from '../../inspect/function-site.ts';
import { functionInternals, type FunctionInternals } from '../../inspect/internals.ts';
import { filePathOf } from '../../modules/specifier.ts';
import { isNative } from '../../source-of.ts';
import { refuseSecretSource } from '../refusals/refuse-secrets.ts';
import { standardGlobals } from '../values/standard-globals.ts';
import { refuse } from '../refusals/refuse.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import { accessOf, capturePrivateMethod } from './private-access.ts';
import { fateOfKeys } from './computed-keys.ts';
import { noteDynamicImports } from '../modules/dynamic-import.ts';
import { isRequire, requireNode } from '../modules/require.ts';
import { captureNative } from '../values/capture-native.ts';
import { captureVariables, type Surroundings } from './capture-variables.ts';
import { isConstructible } from './constructible.ts';
import { functionExtras } from './function-extras.ts';
import { createMemory } from './memory.ts';
import { originOf } from './origin.ts';
import { placeOf, type Place } from './place.ts';
import { markedSpecifier, packageReference, registerImports } from '../modules/package-reference.ts';
import { referenceNode } from '../modules/reference-node.ts';
import { standsAlone } from './stands-alone.ts';
import { travellingText, type TravellingText } from './travelling-text.ts';

/** A function: by reference where a package gives it out, by value otherwise; its node follows when all functions are known. */
export function captureFunction(capture: Capture, entry: Entry): Node | undefined {
  const fn = entry.value as (...args: unknown[]) => unknown;
  const source = Function.prototype.toString.call(fn);
  if (isNative(source)) return captureNative(capture, entry);

  const internals = functionInternals(fn);
  const script = scriptOfFunction(source, internals);
  const place = placeOf(fn, source, internals, script);
  registerImports(capture, place);
  const reference = script && packageReference(fn, internals, script);
  if (reference) return referenceNode(capture, reference);
  if (script?.url.startsWith('node:') && isRequire(fn)) return requireNode;
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
  const hints = modes(fn, script, () => textHints(fn, source, place));
  const text = travellingText(
    { fn, source, place },
    {
      ...hints,
      replaceHeritage: (heritage) => !isHeritage(fn, heritage, internals),
      fateOfKey: fateOfKeys(capture, entry, place),
      renamed: (specifier) => markedSpecifier(specifier, fileOf(script)),
    },
  );
  if (!text) {
    return refuse(
      capture,
      entry,
      'its text cannot be read on its own (syntax that is not known here)',
      'Write it as a function, an arrow or a method.',
    );
  }
  return captureByValue(capture, entry, { fn, source, ...text, place, ...hints });
}

const modes = createMemory<ReturnType<typeof textHints>>();

function fileOf(script: Place['script']): string | undefined {
  return script && filePathOf(script.url);
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

/** What must be known of a function before its text is read. */
function textHints(fn: object, source: string, place: Place): Required<TextHints> & { readonly alone: boolean } {
  // To find out that an arrow is no constructor takes an error.
  const method = !looksLikeArrow(source) && !isConstructible(fn);
  // An anonymous function and a method named `function` look the same.
  if (!/^(?:async\s+)?function\b/.test(source) && standsAlone(source, method, place))
    return { strict: false, method, alone: true };
  if (place.outline) return { strict: place.outline.strict || source.startsWith('class'), method: false, alone: false };
  const { site, internals } = place;
  return {
    strict: site?.strict ?? internals.scopes.some(({ kind }) => kind === 'Module'),
    method: site ? site.element !== undefined : method,
    alone: false,
  };
}

interface Found extends TravellingText {
  readonly source: string;
  readonly fn: (...args: unknown[]) => unknown;
  readonly place: Place;
  readonly strict: boolean;
  readonly alone: boolean;
}

function captureByValue(
  capture: Capture,
  entry: Entry,
  { fn, source, original, portable, place, strict, alone }: Found,
): undefined {
  const { text } = portable;
  const { script, internals } = place;
  const record = {
    index: entry.index,
    text,
    guard: portable.guard,
    access: accessOf(original, portable),
    home: text.outerSuper && place.site && script?.text ? superHome(script.text.facts, place.site.node) : undefined,
    strict,
    origin: originOf(fn, { position: internals.position, source, script }),
    captures: [],
    chain: [],
    outerThis: undefined,
    superSlot: undefined,
    outerArguments: undefined,
    extras: {},
  };
  capture.functions.set(entry.index, record);
  refuseSecretSource(capture, entry, source, record.origin.name);
  if (portable.load) {
    const file = fileOf(script);
    const asked = original.dynamicImports.map(
      (specifier) => (specifier === undefined ? undefined : markedSpecifier(specifier, file)) ?? specifier,
    );
    noteDynamicImports(capture, entry, asked, file && dirname(file));
  }
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
  const surroundings: Surroundings = {
    entry,
    text,
    portable,
    script,
    internals,
    alone,
    place,
  };
  capture.functions.set(entry.index, {
    ...record,
    ...captureVariables(capture, surroundings),
    extras: {
      ...functionExtras(capture, entry, text, original),
      ...privateState(capture, entry, surroundings),
    },
  });
  return undefined;
}
