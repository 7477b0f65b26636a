import { Script } from 'node:vm';
import type { FunctionPlace } from './function-places.ts';
import { fileOf, layOut } from './lay-out.ts';

const compiled = new Map<string, Script>();
const compiledLimit = 500;

/** Compiles a program text, so that its functions say where they were written; the oldest goes when too many are kept. */
export function compile(sha: string, text: string, places: readonly FunctionPlace[]): Script {
  const key = `${sha} ${places.map(({ origin }) => `${fileOf(origin)}:${origin.line}:${origin.column}`).join(' ')}`;
  const known = compiled.get(key);
  if (known) return known;
  const laid = layOut(text, places) ?? { text, filename: `pickle-${sha.slice(0, 8)}.js`, lineOffset: 0 };
  const script = new Script(`(${laid.text})`, { filename: laid.filename, lineOffset: laid.lineOffset });
  const [oldest] = compiled.size >= compiledLimit ? compiled.keys() : [];
  if (oldest !== undefined) compiled.delete(oldest);
  compiled.set(key, script);
  return script;
}
