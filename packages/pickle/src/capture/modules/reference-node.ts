import type { Node } from '../../format.ts';
import type { Capture } from '../capture.ts';
import { moduleIndex } from './module-list.ts';
import type { Reference } from './reference-table.ts';

/** The node of something that has a name on any machine. */
export function referenceNode({ modules }: Capture, reference: Reference): Node {
  if (reference.kind === 'global') return ['global', ...reference.path];
  const { module } = reference;
  const index = moduleIndex(modules, module);
  return module.interop ? ['interop', index, ...module.path] : ['module', index, ...module.path];
}
