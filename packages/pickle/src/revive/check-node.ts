import { newerGlobals } from '../modules/newer-globals.ts';
import { newerSyntax } from '../analyse/newer-syntax.ts';
import { nodeOlder } from '../lack-errors.ts';
import type { NodeLack } from '../lack.ts';
import type { Graph, Node } from '../format.ts';
import { compile, type Program } from './compile.ts';
import type { FunctionPlace } from './function-places.ts';
import { programParts } from '../node-parts.ts';
import { shownOrigin } from '../origin-text.ts';
import { findGlobal } from './names.ts';

/** Compiles every program of a pickle and looks for every built-in object in it; says all that this Node lacks before anything runs. */
export function compileAll(
  graph: Graph,
  texts: readonly (readonly [sha: string, text: string])[],
  places: ReadonlyMap<Node, readonly FunctionPlace[]>,
): ReadonlyMap<Node, Program> {
  const lacks: NodeLack[] = [];
  const programs = new Map<Node, Program>();
  for (const node of graph) {
    if (node[0] === 'global') lacks.push(...lackingGlobal(node));
    if (node[0] !== 'code') continue;
    const [sha, text] = texts[programParts(node).text] ?? ['', ''];
    const known = places.get(node) ?? [];
    try {
      programs.set(node, compile(sha, text, known));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      lacks.push(...lackingSyntax(text, known, error));
    }
  }
  if (lacks.length > 0) throw nodeOlder(lacks);
  return programs;
}

function lackingGlobal([, ...path]: Node): NodeLack[] {
  if (isThere(path as string[])) return [];
  const name = path.join('.').replaceAll('.@@', ' ');
  const node = newerGlobals.find(([known]) => name === known || name.startsWith(`${known}.`))?.[1];
  return [{ feature: name, ...(node ? { node } : {}), neededBy: [] }];
}

function isThere(path: readonly string[]): boolean {
  try {
    return findGlobal(path) !== undefined;
  } catch {
    return false;
  }
}

function lackingSyntax(text: string, places: readonly FunctionPlace[], error: SyntaxError): NodeLack[] {
  const neededBy = places.map(({ origin }) => shownOrigin(origin));
  const features = newerSyntax(text);
  if (features.length === 0) return [{ feature: `syntax that it cannot read (${error.message})`, neededBy }];
  return features.map(({ name, node }) => ({ feature: name, node, neededBy }));
}
