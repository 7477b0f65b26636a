import { readScriptText, type ScriptText } from '../analyse/script-text.ts';
import { readOldFile } from './file-script.ts';
import { sourceAt } from './scripts.ts';
import { filePathOf } from '../modules/specifier.ts';

const known = new Map<string, ScriptText | undefined>();
const knownLimit = 1000;

/** The text of a module that is loaded, found by its URL: as its file holds it where that is what runs, as V8 has it otherwise. */
export function moduleTextAt(url: string): ScriptText | undefined {
  if (!known.has(url)) {
    if (known.size >= knownLimit) known.clear();
    known.set(url, fromFile(url) ?? fromV8(url));
  }
  return known.get(url);
}

function fromFile(url: string): ScriptText | undefined {
  const path = filePathOf(url);
  const source = path === undefined ? undefined : readOldFile(path);
  const text = source === undefined ? undefined : readScriptText(source);
  return text?.module ? text : undefined;
}

function fromV8(url: string): ScriptText | undefined {
  const source = sourceAt(url);
  return source === undefined ? undefined : readScriptText(source);
}
