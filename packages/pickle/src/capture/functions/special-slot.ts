import { dirname } from 'node:path';
import type { FunctionText } from '../../analyse/function-text.ts';
import { importers, specifiersGivenTo } from '../../analyse/importer-calls.ts';
import type { PortableText } from '../../analyse/portable-text.ts';
import type { Slot } from '../../format.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import { filePathOf } from '../../modules/specifier.ts';
import type { Capture, Entry, Step } from '../capture.ts';
import { slotFor } from '../slot.ts';
import { dynamicImport, noteDynamicImports } from '../modules/dynamic-import.ts';
import { outerNewTarget } from './outer-new-target.ts';

interface Around {
  readonly entry: Entry;
  readonly text: FunctionText;
  readonly portable: PortableText;
  readonly script: KnownScript | undefined;
}

/** A name that the text uses for something that is no variable of the user's: a base class, a key, `import()`. */
export function specialSlot(
  capture: Capture,
  { entry, portable, script, text }: Around,
  name: string,
): Slot | undefined {
  if (name === portable.heritage)
    return slotFor(capture, Object.getPrototypeOf(entry.value), byWords(entry, 'its base class'));
  if (name === portable.target) return outerNewTarget(capture, entry);
  const key = portable.keys.get(name);
  if (key !== undefined)
    return slotFor(capture, typeof key === 'number' ? String(key) : key, byWords(entry, 'a computed key'));
  if (importers.has(name)) {
    const file = script && filePathOf(script.url);
    noteDynamicImports(capture, entry, specifiersGivenTo(name, text.root), file && dirname(file));
  }
  return name === portable.load || importers.has(name)
    ? slotFor(capture, dynamicImport, byWords(entry, 'import()'))
    : undefined;
}

/** The step to what a function holds without a variable of that name in its code. */
export function byWords(from: Entry, how: string): Step {
  return { from, how, kind: 'variable' };
}
