import type { Node, Slot } from './format.ts';
import { extrasIn } from './node-parts.ts';

/** True for a value that can be made before any code runs: a primitive, or an object that needs no function to be made, still empty. */
export function isMadeFirst(nodes: readonly (Node | undefined)[], slot: Slot): boolean {
  const index: unknown = Array.isArray(slot) ? slot[0] : undefined;
  if (typeof index !== 'number') return true;
  const node = nodes[index];
  // Private fields come from a class.
  return node !== undefined && kinds.has(node[0]) && !extrasIn(node)?.privates;
}

const kinds = new Set(
  'object array map set date regexp boxed symbol error bytes buffer view global module interop require import'.split(
    ' ',
  ),
);
