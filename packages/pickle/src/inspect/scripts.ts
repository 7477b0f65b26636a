import type { Debugger } from 'node:inspector';
import { listen, post } from './session.ts';

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

/** The script with an id; undefined when V8 no longer has it. */
export function scriptOf(id: string): Script | undefined {
  return whileDebugging(() => {
    const script = parsed.get(id);
    if (!script) return undefined;
    const { scriptSource: source } = post<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', {
      scriptId: id,
    });
    return { id, url: script.url, source, startLine: script.startLine, startColumn: script.startColumn };
  });
}

/** The URL of the script with an id. */
export function scriptUrlOf(id: string): string | undefined {
  if (!parsed.has(id)) whileDebugging(() => undefined);
  return parsed.get(id)?.url;
}

/** Enables the debugger for a moment, in which it lists all scripts: left on, it slows every promise of the process down. */
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
