import { types } from 'node:util';
import type { Node } from '../../format.ts';
import { refuse } from '../refusals/refuse.ts';
import { withArticle } from '../refusals/with-article.ts';
import type { Capture, Entry } from '../capture.ts';
import { findReference } from '../modules/reference-table.ts';

/** Built-in classes whose state is all in properties, and those whose objects were told apart before: here is what only inherits from them. */
const open = new Set(
  `Function Array Iterator Symbol Date Map Set WeakMap WeakSet RegExp Promise Number String Boolean BigInt
  ArrayBuffer SharedArrayBuffer DataView TypedArray`.split(/\s+/),
);

/** Refuses an object of a built-in class that keeps its state to itself; undefined for any other object. */
export function refuseForeignObject(capture: Capture, entry: Entry): Node | undefined {
  let at = Object.getPrototypeOf(entry.value) as object | null;
  for (; at && at !== Object.prototype && !types.isProxy(at); at = Object.getPrototypeOf(at) as object | null) {
    const reference = findReference(capture.references, at);
    if (reference?.kind !== 'global' || reference.path.at(-1) !== 'prototype') continue;
    const name = reference.path.at(-2) ?? '';
    if (open.has(name) || name.endsWith('Error')) continue;
    return refuse(
      capture,
      entry,
      `${withArticle(name)}, whose state only Node sees`,
      'Create it inside the function that uses it.',
    );
  }
  return undefined;
}
