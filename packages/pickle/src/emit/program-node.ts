import type { FunctionRecord } from '../capture/functions/function-record.ts';
import type { Node, ProgramExtras } from '../format.ts';
import { firstStart } from '../first-start.ts';
import type { Program } from './program.ts';

/** The node of a program, whose text has a place among the sorted hashes. */
export function programNode({ text, starts, scope, members, changes }: Program, place: number): Node {
  const [variables, scopeExtras] = scope;
  const needs = neededAtDefinition(members);
  const isUsual = starts.length === 1 && starts[0] === firstStart(text);
  const extras: ProgramExtras = {
    ...scopeExtras,
    ...(isUsual ? {} : { starts }),
    ...(needs.length > 0 ? { needs } : {}),
    ...(changes ? { changes } : {}),
  };
  const hasExtras = Object.keys(extras).length > 0;
  return ['code', place, ...(variables.length > 0 ? [variables] : []), ...(hasExtras ? [extras] : [])];
}

/** The values that must be alive before the text runs: what a class inherits from, what its computed keys read, and constants. */
function neededAtDefinition(members: readonly FunctionRecord[]): number[] {
  const needs = new Set<number>();
  for (const { text, captures } of members) {
    for (const { name, slot, constant } of captures) {
      const atDefinition = text.free.some((free) => free.name === name && free.atDefinition);
      if ((atDefinition || constant) && Array.isArray(slot) && typeof slot[0] === 'number') needs.add(slot[0]);
    }
  }
  return [...needs];
}
