import type { Node } from '../../format.ts';
import { isPortable, withNodePrefix } from '../../modules/specifier.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture, Entry } from '../capture.ts';
import { moduleIndex } from './module-list.ts';

/** Stands for `import()` in a graph; on the other side it imports from where the pickle is read. */
export const dynamicImport: unique symbol = Symbol('import()');

/** The node of `import()`, `require` and the like. */
export const dynamicImportNode: Node = ['import'];

/** Notes the modules that a function imports while it runs, and refuses those that lead into the user's own files. */
export function noteDynamicImports(
  capture: Capture,
  entry: Entry,
  specifiers: readonly (string | undefined)[],
  folder: string | undefined,
): void {
  for (const specifier of specifiers) {
    if (specifier === undefined) continue;
    if (isPortable(specifier)) {
      moduleIndex(capture.modules, { specifier: withNodePrefix(specifier), path: [], folder }, entry.index);
    } else {
      refuse(
        capture,
        entry,
        `it imports ${specifier}, which is not on the other machine`,
        'Import it at the top of the file: then it travels by value.',
      );
    }
  }
}
