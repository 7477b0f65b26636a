import type { Node } from '../../format.ts';
import type { Capture, Entry } from '../capture.ts';
import { moduleIndex } from './module-list.ts';
import type { Reference } from './reference-table.ts';

/** The node of something that has a name on any machine. */
export function referenceNode(capture: Capture, entry: Entry, reference: Reference): Node {
  if (reference.kind === 'global') return ['global', ...reference.path];
  const { module } = reference;
  const index = moduleIndex(capture.modules, module, neededBy(capture, entry));
  return module.interop ? ['interop', index, ...module.path] : ['module', index, ...module.path];
}

/** The function that the value was reached from; undefined where there is none. */
function neededBy(capture: Capture, entry: Entry): number | undefined {
  for (let at = entry.step?.from; at; at = at.step?.from) if (capture.functions.has(at.index)) return at.index;
  return undefined;
}
