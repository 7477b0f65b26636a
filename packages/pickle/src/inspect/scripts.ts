import type { Debugger } from 'node:inspector';
import { listen, post } from './session.ts';
import { urlOnStack } from './stack.ts';

/** A piece of code that V8 compiled: a file, a module, an eval. */
export interface Script {
  readonly id: string;
  readonly url: string;
  readonly source: string;
  /** Where the first line starts; not 0 where a loader wrapped the code and shifted it back. */
  readonly startLine: number;
  readonly startColumn: number;
}

const parsed = new Map<string, Debugger.ScriptParsedEventDataType>();
const urls = new Map<string, string>();
const urlsLimit = 10_000;

/** The script with an id; undefined when V8 no longer has it. */
export function scriptOf(id: string): Script | undefined {
  return whileDebugging(() => {
    const script = parsed.get(id);
    if (!script) return undefined;
    return { id, url: script.url, source: sourceOf(id), startLine: script.startLine, startColumn: script.startColumn };
  });
}

/** The source of the script that was last loaded from a URL. */
export function sourceAt(url: string): string | undefined {
  return whileDebugging(() => {
    const script = [...parsed.values()].findLast((other) => other.url === url);
    return script && sourceOf(script.scriptId);
  });
}

function sourceOf(scriptId: string): string {
  return post<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', { scriptId }).scriptSource;
}

/** The URL of the script with an id. */
export function scriptUrlOf(id: string): string | undefined {
  const url = urls.get(id) ?? urlOnStack(id) ?? urlOfParsed(id);
  if (urls.size >= urlsLimit) urls.clear();
  if (url !== undefined) urls.set(id, url);
  return url;
}

function urlOfParsed(id: string): string | undefined {
  if (!parsed.has(id)) whileDebugging(() => undefined);
  return parsed.get(id)?.url;
}

/**
 * Enables the debugger for a moment, in which it lists all scripts: left on, it slows every promise of the process down. The first time takes 20 ms in a
 * small process and hundreds in a large one, as V8 hashes the text of every script.
 */
function whileDebugging<T>(ask: () => T): T {
  const stop = listen<Debugger.ScriptParsedEventDataType>(
    'Debugger.scriptParsed',
    (script) => void parsed.set(script.scriptId, script),
  );
  parsed.clear();
  post('Debugger.enable');
  try {
    return ask();
  } finally {
    post('Debugger.disable');
    stop();
  }
}
