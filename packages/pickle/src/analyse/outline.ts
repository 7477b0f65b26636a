import type { ImportedName } from './imports.ts';
import type { VariableKind } from './scope.ts';
import { readScriptText } from './script-text.ts';
import { skeletonOf } from './skeleton.ts';

/** What the top of a script says, which takes a fraction of the time to find out that parsing all of it takes. */
export interface Outline {
  readonly module: boolean;
  readonly strict: boolean;
  /** Names at the top that come from other modules. */
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Names that the top declares. */
  readonly kinds: ReadonlyMap<string, VariableKind>;
  /** True for the place of a function or a class around which there are no names but those of the top. */
  readonly isTop: (start: number, end: number) => boolean;
}

/** The outline of a script; undefined for one that must be parsed as a whole. */
export function outlineOf(source: string): Outline | undefined {
  const skeleton = skeletonOf(source);
  const text = skeleton === undefined ? undefined : readScriptText(skeleton);
  const top = text?.facts.scopes[0];
  if (!text || !top) return undefined;
  const places = new Set<string>();
  for (const [node, scope] of text.facts.outside) {
    const around = scope.node === node ? scope.parent : scope;
    if (around === top) places.add(`${node.start}-${node.end}`);
  }
  return {
    module: text.module,
    strict: top.strict,
    imports: new Map([...text.imports].filter(([name]) => top.variables.has(name))),
    kinds: new Map([...top.variables.values()].map(({ name, kind }) => [name, kind])),
    isTop: (start, end) => places.has(`${start}-${end}`),
  };
}
