import { Script } from 'node:vm';
import type { FunctionPlace } from './function-places.ts';
import { fileOf } from '../origin-text.ts';
import { layOut, type LaidOut } from './lay-out.ts';

/** A program text, ready to run. */
export type Program = Script;

const compiled = new Map<string, Script>();
const compiledLimit = 500;

/** Compiles a program text, so that its functions say where they were written; the oldest goes when too many are kept. */
export function compile(sha: string, text: string, places: readonly FunctionPlace[]): Script {
  const key = `${sha} ${places.map(({ origin }) => `${fileOf(origin)}:${origin.line}:${origin.column}`).join(' ')}`;
  const known = compiled.get(key);
  if (known) return known;
  const plain = { text, filename: `pickle-${sha.slice(0, 8)}.js`, lineOffset: 0 };
  const script = tryScript(layOut(text, places) ?? plain) ?? scriptOf(plain);
  const [oldest] = compiled.size >= compiledLimit ? compiled.keys() : [];
  if (oldest !== undefined) compiled.delete(oldest);
  compiled.set(key, script);
  return script;
}

function scriptOf({ text, filename, lineOffset }: LaidOut): Script {
  return new Script(`(${text})`, { filename, lineOffset });
}

/** A text that only cannot be read as it is laid out is read as it is. */
function tryScript(laid: LaidOut): Script | undefined {
  try {
    return scriptOf(laid);
  } catch {
    return undefined;
  }
}
