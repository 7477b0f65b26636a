import { readFileSync, statSync } from 'node:fs';
import { outlineOf, type Outline } from '../analyse/outline.ts';
import { readScriptText, type ScriptText } from '../analyse/script-text.ts';
import { loadedFiles } from '../modules/loaded-files.ts';
import { filePathOf } from '../modules/specifier.ts';
import type { FunctionInternals, ScriptPosition } from './internals.ts';
import { offsetIn } from './script-offset.ts';

/** What is known of a function whose script is asked for. */
export interface Witness {
  readonly position: ScriptPosition;
  readonly source: string;
  readonly internals: FunctionInternals;
}

/** A script as its file holds it. */
export interface ScriptFile {
  readonly source: string;
  /** Parses it; undefined where that shows that something else is what runs. */
  readonly read: () => ScriptText | undefined;
  /** Scans it; undefined where that does not tell enough. */
  readonly scan: () => Outline | undefined;
}

/**
 * A script as its file holds it, which costs much less than asking V8; undefined unless everything says that it is what runs: the file is older than the
 * process, the function stands at its place and, as its text shows, the kind of module is the same, and so are the names that it imports.
 */
export function readScriptFile(url: string, witness: Witness): ScriptFile | undefined {
  const path = filePathOf(url);
  const source = path === undefined ? undefined : readOldFile(path);
  if (path === undefined || source === undefined || !standsAt(source, witness)) return undefined;
  const module = witness.internals.scopes.find(({ kind }) => kind === 'Module');
  if (!module && !(path in loadedFiles())) return undefined;
  const names = module && new Set(Object.keys(module.values));
  return { source, read: () => confirmed(readScriptText(source), names), scan: () => outlineAs(path, source, names) };
}

/** What a text says, where it is that of a module with these names; undefined names for a script that is no module. */
function confirmed<Text extends Pick<ScriptText, 'module' | 'imports'>>(
  text: Text | undefined,
  names: ReadonlySet<string> | undefined,
): Text | undefined {
  if (!text || (text.module && !names)) return undefined;
  const bound = [...text.imports].filter(([, { by }]) => by === 'import');
  return bound.every(([local]) => names?.has(local)) ? text : undefined;
}

/** A file of another language would be scanned as if it were JavaScript: a module must have all the names that it declares. */
function outlineAs(path: string, source: string, names: ReadonlySet<string> | undefined): Outline | undefined {
  if (!/\.[cm]?js$/.test(path)) return undefined;
  const outline = confirmed(outlineOf(source), names);
  return outline && (!names || [...outline.kinds.keys()].every((name) => names.has(name))) ? outline : undefined;
}

/** True where the text of the function stands at its position. */
export function standsAt(text: string, { position, source }: Witness): boolean {
  const at = offsetIn(text, position);
  const start = text.lastIndexOf(source, at);
  return start >= 0 && at <= start + source.length;
}

/** A file that was not touched since this process began. */
export function readOldFile(path: string): string | undefined {
  try {
    if (statSync(path).ctimeMs >= performance.timeOrigin) return undefined;
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
