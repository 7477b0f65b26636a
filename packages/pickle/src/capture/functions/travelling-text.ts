import { readFunctionText, type FunctionText } from '../../analyse/function-text.ts';
import { portableText, type PortableHints, type PortableText } from '../../analyse/portable-text.ts';
import { isClassSyntax } from '../../analyse/syntax.ts';
import { createMemory } from './memory.ts';
import type { Place } from './place.ts';

/** The text of a function as it was written and as it travels. */
export interface TravellingText {
  readonly original: FunctionText;
  readonly portable: PortableText;
}

const originals = createMemory<FunctionText | undefined>();
const portables = createMemory<PortableText | undefined>();

/** Reads the text of a function; undefined when it cannot be read on its own. */
export function travellingText(
  { fn, source, place }: { readonly fn: object; readonly source: string; readonly place: Place },
  hints: PortableHints,
): TravellingText | undefined {
  const original = originals(fn, place.script, () => readFunctionText(source, hints));
  if (!original) return undefined;
  const rewrite = (): PortableText | undefined => portableText(source, hints);
  const portable = isSteady(original) ? portables(fn, place.script, rewrite) : rewrite();
  return portable && { original, portable };
}

/** True where nothing but the text decides how it travels: not what a class inherits from, nor what a key was, nor what travels by reference. */
function isSteady({ root, dynamicImports, ...text }: FunctionText): boolean {
  if (text.extends || dynamicImports.length > 0) return false;
  return !isClassSyntax(root) || !root.body.body.some((element) => 'computed' in element && element.computed);
}
