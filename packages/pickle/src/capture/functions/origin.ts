import { basename, dirname, relative } from 'node:path';
import { startOf, type KnownScript } from '../../inspect/function-site.ts';
import type { ScriptPosition } from '../../inspect/internals.ts';
import { packageAround } from '../../modules/package-folder.ts';
import { filePathOf } from '../../modules/specifier.ts';
import type { Origin } from '../../origin-text.ts';
import { createMemory } from './memory.ts';
import { originalPlace } from './original-place.ts';

/** What is known of the place of a function. */
export interface FunctionPlace {
  /** Where V8 says that it is: at its parameters. */
  readonly position: ScriptPosition | undefined;
  readonly script: KnownScript | undefined;
  /** Its text. */
  readonly source: string;
}

/** Where a function was written, in words that hold on any machine. */
export function originOf(fn: object, { position, script, source }: FunctionPlace): Origin {
  const own: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value;
  const name = typeof own === 'string' && own !== '' ? own : '(anonymous)';
  if (!script || !position) return { name, ...nowhere };
  const written = places(fn, script, () => {
    const start = startOf(script, position, source);
    return writtenAt(script, start === undefined ? position : placeOf(script, start));
  });
  return { name, ...written };
}

const nowhere = { file: '', line: 0, column: 1 };

const places = createMemory<Omit<Origin, 'name'>>();

/** The line of a place in a script, as it is shown: `src/jobs.ts:12`; undefined for code that is in no file. */
export function shownPlace(script: KnownScript, offset: number): string | undefined {
  const { file, line } = writtenAt(script, placeOf(script, offset));
  return file === '' ? undefined : `${file}:${line}`;
}

function writtenAt(script: KnownScript, { line, column }: LinePlace): Omit<Origin, 'name'> {
  const file = filePathOf(script.url);
  if (!file) return revivedFile(script.url, line + 1, column + 1);
  const place = originalPlace(script, line, column) ?? { file, line, column };
  return { ...portableFile(place.file), line: place.line + 1, column: place.column + 1 };
}

/** A function that came by value from elsewhere stands in a script that is named as its file was: `my-package/src/jobs.ts`. */
function revivedFile(url: string, line: number, column: number): Omit<Origin, 'name'> {
  const [, home, file] = /^((?:@[^/:]+\/)?[^@/:][^/:]*)\/([^:]+)$/.exec(url) ?? [];
  return home && file ? { package: home, file, line, column } : nowhere;
}

/** A file by its path in its package. */
export function portableFile(file: string): Pick<Origin, 'package' | 'file'> {
  const home = packageAround(dirname(file));
  if (!home) return { file: basename(file) };
  return { package: home.name, file: relative(home.folder, file).replaceAll('\\', '/') };
}

interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset in a script, from zero. */
function placeOf(script: KnownScript, offset: number): LinePlace {
  const starts = lineStartsOf(script);
  const after = starts.findIndex((start) => start > offset);
  const line = after < 0 ? starts.length - 1 : after - 1;
  const column = offset - (starts[line] ?? 0);
  return { line: script.startLine + line, column: line === 0 ? script.startColumn + column : column };
}

const lineStarts = new WeakMap<KnownScript, readonly number[]>();

function lineStartsOf(script: KnownScript): readonly number[] {
  const known = lineStarts.get(script);
  if (known) return known;
  const starts = [0];
  for (let at = script.source.indexOf('\n'); at >= 0; at = script.source.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStarts.set(script, starts);
  return starts;
}
