import { outlineOf, type Outline } from '../analyse/outline.ts';
import { readScriptText, siteOf, type ScriptText, type Site } from '../analyse/script-text.ts';
import { readScriptFile, standsAt, type ScriptFile, type Witness } from './file-script.ts';
import type { FunctionInternals, ScriptPosition } from './internals.ts';
import { offsetIn } from './script-offset.ts';
import { scriptOf, scriptUrlOf } from './scripts.ts';

/** A script and what its text says. */
export interface KnownScript {
  readonly id: string;
  readonly url: string;
  readonly source: string;
  /** Parsed when somebody asks, which takes most of the time of a first pickle. */
  readonly text: ScriptText | undefined;
  /** What a scan tells without parsing. */
  readonly outline: Outline | undefined;
  readonly startLine: number;
  readonly startColumn: number;
  /** True where the text was read from the file and not from V8. */
  readonly fromFile: boolean;
  /** The functions that were looked for, by their position. */
  readonly sites: Map<string, Site | undefined>;
  /** The positions at which the text of a function was found to stand. */
  readonly met: Set<string>;
}

const known = new Map<string, KnownScript>();
const knownLimit = 1000;

/** True for a script that still stands for the one with its id. */
export function isCurrent(script: KnownScript): boolean {
  return known.get(script.id) === script;
}

/** The script that a function is in; undefined for a function without one. */
export function scriptOfFunction(source: string, internals: FunctionInternals): KnownScript | undefined {
  const { position } = internals;
  if (!position) return undefined;
  const witness = { source, position, internals };
  const { scriptId } = position;
  const seen = known.get(scriptId);
  if (seen && !(seen.fromFile && contradicts(seen, witness))) return seen;
  const script = (seen ? undefined : fileScript(witness)) ?? parsedScript(scriptId);
  if (!script) return undefined;
  // Code that is made at run time comes as ever new scripts.
  if (known.size >= knownLimit) known.clear();
  known.set(scriptId, script);
  return script;
}

function fileScript(witness: Witness): KnownScript | undefined {
  const id = witness.position.scriptId;
  const url = scriptUrlOf(id);
  if (url?.startsWith('node:'))
    return { ...nowhere, id, url, source: '', text: undefined, outline: undefined, ...nothingMet() };
  const file = url === undefined ? undefined : readScriptFile(url, witness);
  return file && url !== undefined ? scriptInFile(id, url, file) : undefined;
}

const nothingMet = (): Pick<KnownScript, 'sites' | 'met'> => ({ sites: new Map(), met: new Set() });

const nowhere = { startLine: 0, startColumn: 0, fromFile: false };

/** What a file holds stands for the script until its text is read and turns out to be something else. */
function scriptInFile(id: string, url: string, { source, read, scan }: ScriptFile): KnownScript {
  let now: Omit<KnownScript, 'text' | 'outline' | 'sites' | 'met'> = { ...nowhere, id, url, source, fromFile: true };
  const text = once(() => {
    const confirmed = read();
    const parsed = confirmed ? undefined : parsedScript(id);
    if (parsed) now = parsed;
    return parsed ? parsed.text : confirmed;
  });
  const outline = once(scan);
  return {
    id,
    url,
    get outline() {
      return outline();
    },
    get source() {
      return now.source;
    },
    get text() {
      return text();
    },
    get startLine() {
      return now.startLine;
    },
    get startColumn() {
      return now.startColumn;
    },
    get fromFile() {
      return now.fromFile;
    },
    ...nothingMet(),
  };
}

function parsedScript(scriptId: string): KnownScript | undefined {
  const script = scriptOf(scriptId);
  if (!script) return undefined;
  const text = once(() => readScriptText(script.source));
  const outline = once(() => outlineOf(script.source));
  return {
    ...script,
    fromFile: false,
    get outline() {
      return outline();
    },
    get text() {
      return text();
    },
    ...nothingMet(),
  };
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}

/** True where a file turns out to hold something else than what runs. */
function contradicts({ source, sites, met }: KnownScript, witness: Witness): boolean {
  const key = keyOf(witness.position);
  if (sites.has(key) || met.has(key)) return false;
  if (!standsAt(source, witness)) return true;
  met.add(key);
  return false;
}

/** Where a function with this text stands in its script. */
export function siteAt(script: KnownScript, position: ScriptPosition, source: string): Site | undefined {
  const { text, sites } = script;
  if (!text) return undefined;
  const key = keyOf(position);
  if (!sites.has(key)) sites.set(key, siteOf(text, source, offsetOf(script, position)));
  return sites.get(key);
}

/** Where the text of a function begins in its script; undefined where it does not stand there. */
export function startOf(script: KnownScript, position: ScriptPosition, source: string): number | undefined {
  const at = offsetOf(script, position);
  const start = script.source.lastIndexOf(source, at);
  return start >= 0 && at <= start + source.length ? start : undefined;
}

function keyOf({ line, column }: ScriptPosition): string {
  return `${line}:${column}`;
}

/** The place of a position in the source of its script. */
export function offsetOf(script: KnownScript, position: ScriptPosition): number {
  const line = position.line - script.startLine;
  return line <= 0 ? position.column - script.startColumn : offsetIn(script.source, { line, column: position.column });
}
