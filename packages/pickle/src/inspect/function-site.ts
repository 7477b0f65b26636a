import { readScriptText, siteOf, type ScriptText, type Site } from '../analyse/script-text.ts';
import { readScriptFile, standsAt, type Witness } from './file-script.ts';
import type { FunctionInternals, ScriptPosition } from './internals.ts';
import { offsetIn } from './script-offset.ts';
import { scriptOf, scriptUrlOf } from './scripts.ts';

/** A script and what its text says. */
export interface KnownScript {
  readonly id: string;
  readonly url: string;
  readonly source: string;
  readonly text: ScriptText | undefined;
  readonly startLine: number;
  readonly startColumn: number;
  /** True where the text was read from the file and not from V8. */
  readonly fromFile: boolean;
  /** The functions that were looked for, by their position. */
  readonly sites: Map<string, Site | undefined>;
}

const known = new Map<string, KnownScript>();
const knownLimit = 1000;

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
  if (url?.startsWith('node:')) return { ...nowhere, id, url, source: '', text: undefined, sites: new Map() };
  const text = url === undefined ? undefined : readScriptFile(url, witness);
  return text && url !== undefined
    ? { ...nowhere, id, url, source: text.source, text, fromFile: true, sites: new Map() }
    : undefined;
}

const nowhere = { startLine: 0, startColumn: 0, fromFile: false };

function parsedScript(scriptId: string): KnownScript | undefined {
  const script = scriptOf(scriptId);
  if (!script) return undefined;
  const { source } = script;
  return { ...script, fromFile: false, text: readScriptText(source), sites: new Map() };
}

/** True where a file turns out to hold something else than what runs. */
function contradicts({ text, sites }: KnownScript, witness: Witness): boolean {
  return !sites.has(keyOf(witness.position)) && !standsAt(text?.source ?? '', witness);
}

/** Where a function with this text stands in its script. */
export function siteAt(script: KnownScript, position: ScriptPosition, source: string): Site | undefined {
  const { text, sites } = script;
  if (!text) return undefined;
  const key = keyOf(position);
  if (!sites.has(key)) sites.set(key, siteOf(text, source, offsetOf(script, text, position)));
  return sites.get(key);
}

function keyOf({ line, column }: ScriptPosition): string {
  return `${line}:${column}`;
}

function offsetOf(script: KnownScript, { source }: ScriptText, position: ScriptPosition): number {
  const line = position.line - script.startLine;
  return line <= 0 ? position.column - script.startColumn : offsetIn(source, { line, column: position.column });
}
