import type { ImportedName } from '../../analyse/imports.ts';
import type { Outline } from '../../analyse/outline.ts';
import { lookUp } from '../../analyse/scope.ts';
import type { Site } from '../../analyse/script-text.ts';
import { siteAt, startOf, type KnownScript } from '../../inspect/function-site.ts';
import type { FunctionInternals, RuntimeScope } from '../../inspect/internals.ts';
import { createMemory } from './memory.ts';

/** Where a function stands. What takes time to find out is found out when somebody asks. */
export interface Place {
  readonly script: KnownScript | undefined;
  readonly internals: FunctionInternals;
  /** Its place in the parsed script. */
  readonly site: Site | undefined;
  /** The outline of its script, where it stands at the top: it spares to parse the script. */
  readonly outline: Outline | undefined;
  /** The same, where all names that are around it are those of the outline. */
  readonly top: Outline | undefined;
}

const outlines = createMemory<Outline | undefined>();
const aroundThem = createMemory<boolean>();

/** The place of a function with this text. */
export function placeOf(
  fn: object,
  source: string,
  internals: FunctionInternals,
  script: KnownScript | undefined,
): Place {
  const outlineOnce = (): Outline | undefined =>
    outlines(fn, script, () => script && outlineAround(source, internals, script));
  return {
    script,
    internals,
    get site() {
      return script && internals.position && siteAt(script, internals.position, source);
    },
    get outline() {
      return outlineOnce();
    },
    get top() {
      const outline = outlineOnce();
      return outline && aroundThem(fn, script, () => isAround(outline, internals.scopes)) ? outline : undefined;
    },
  };
}

/** What a name of the script stands for in another module. */
export function importOf({ top, script }: Place, name: string): ImportedName | undefined {
  return (top ?? script?.text)?.imports.get(name);
}

/** True for a name around a function to which nothing can be assigned. */
export function isConstant(place: Place, name: string): boolean {
  const { top } = place;
  const kind = top ? top.kinds.get(name) : place.site && lookUp(place.site.scope, name)?.kind;
  return kind === 'const' || kind === 'import';
}

function outlineAround(source: string, { position }: FunctionInternals, script: KnownScript): Outline | undefined {
  // What turns strict by itself, the body says.
  if (!position || source.includes('use strict')) return undefined;
  const start = startOf(script, position, source);
  return start !== undefined && script.outline?.isTop(start, start + source.length) ? script.outline : undefined;
}

/** True where there is one scope around a function, and nothing in it but what the top of the script declares. */
function isAround({ kinds }: Outline, scopes: readonly RuntimeScope[]): boolean {
  const [only, ...others] = scopes.filter(({ kind }) => kind !== 'Global');
  if (!only || others.length > 0 || (only.kind !== 'Module' && only.kind !== 'Closure')) return false;
  return Object.keys(only.values).every((name) => kinds.has(name) || ofCommonJs.has(name));
}

/** The parameters of the function that Node puts around a CommonJS file. */
export const ofCommonJs: ReadonlySet<string> = new Set([
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  'arguments',
]);
