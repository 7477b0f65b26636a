import type { Node } from '../format.ts';
import { pathTo, type Capture, type Entry } from './capture.ts';
import { moduleIndex } from './module-list.ts';
import type { Reference } from './reference-table.ts';

/** The node of something that has a name on any machine. */
export function referenceNode(capture: Capture, entry: Entry, reference: Reference): Node {
  if (reference.kind === 'global') return ['global', ...reference.path];
  const { module } = reference;
  const index = moduleIndex(capture.modules, module, neededBy(capture, entry));
  return module.interop ? ['interop', index, ...module.path] : ['module', index, ...module.path];
}

/** The function that the value was reached from. */
function neededBy(capture: Capture, entry: Entry): string {
  for (let at = entry.step?.from; at; at = at.step?.from) {
    const record = capture.functions.get(at.index);
    if (record) return record.origin.file ? `${record.origin.name} (${record.origin.file})` : record.origin.name;
  }
  return pathTo(capture, entry);
}
