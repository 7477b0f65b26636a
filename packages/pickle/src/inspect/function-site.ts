import { readScriptText, siteOf, type ScriptText, type Site } from '../analyse/script-text.ts';
import type { ScriptPosition } from './internals.ts';
import { scriptOf, type Script } from './scripts.ts';

/** A script and what its text says. */
export interface KnownScript extends Script {
  readonly text: ScriptText | undefined;
}

const known = new Map<string, KnownScript>();
const knownLimit = 1000;

/** The script that a position is in. */
export function scriptAt(position: ScriptPosition): KnownScript | undefined {
  const seen = known.get(position.scriptId);
  if (seen) return seen;
  const script = scriptOf(position.scriptId);
  if (!script) return undefined;
  const read = { ...script, text: script.url.startsWith('node:') ? undefined : readScriptText(script.source) };
  // Code that is made at run time comes as ever new scripts.
  if (known.size >= knownLimit) known.clear();
  known.set(position.scriptId, read);
  return read;
}

/** Where a function with this text stands in its script. */
export function siteAt(script: KnownScript, position: ScriptPosition, source: string): Site | undefined {
  return script.text && siteOf(script.text, source, offsetOf(script, position));
}

function offsetOf(script: Script, position: ScriptPosition): number {
  let line = position.line - script.startLine;
  if (line <= 0) return position.column - script.startColumn;
  let start = 0;
  for (; line > 0; line -= 1) start = script.source.indexOf('\n', start) + 1;
  return start + position.column;
}
