import type { FunctionRecord } from '../capture/functions/function-record.ts';
import type { Capture } from '../capture/capture.ts';
import { modulesIn } from '../capture/modules/module-list.ts';
import { currentFormat, type Extras, type Graph, type Node, type Pickle, type Slot } from '../format.ts';
import { clustersOf } from './frames.ts';
import { hashOf, sha256 } from './hash.ts';
import { programOf } from './program.ts';

/** Turns what a walk found into a pickle. */
export function emit(capture: Capture, root: Slot): Pickle {
  const functions = [...capture.functions.values()].toSorted((left, right) => left.index - right.index);
  const nodes = [...capture.nodes];
  const programs = clustersOf(functions).map((cluster) => {
    const program = programOf(cluster);
    return { ...program, sha: sha256(program.text), changes: cluster.changes };
  });
  const code = Object.fromEntries(programs.map(({ sha, text }) => [sha, text]));
  const order = Object.keys(code).toSorted();
  for (const { sha, starts, data, members, changes } of programs) {
    const needs = neededAtDefinition(members);
    const more = changes ? [needs, changes] : needs.length > 0 ? [needs] : [];
    const home = nodes.push(['code', order.indexOf(sha), data, starts, ...more]) - 1;
    for (const [position, record] of members.entries()) {
      nodes[record.index] = functionNode(home, position, formOf(record), superExtras(record));
    }
  }
  const values: Graph = { root, nodes: nodes.map((node): Node => node ?? ['missing']) };
  const modules = modulesIn(capture.modules, new Map(functions.map(({ index }, place) => [index, place])));
  const origins = functions.map(({ origin }) => origin);
  return {
    format: currentFormat,
    hash: hashOf(code, values, modules),
    code,
    values,
    modules,
    ...(origins.length > 0 ? { origins } : {}),
  };
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

/** How the text gives the function out: as a part of an object literal, beside a guard, or beside the object that its `super` starts from. */
function formOf({ guard, superSlot, text }: FunctionRecord): string {
  if (guard) return 'guarded';
  return superSlot !== undefined && text.form === 'arrow' ? 'homed' : text.form;
}

function superExtras({ extras, superSlot }: FunctionRecord): Extras {
  return superSlot === undefined ? extras : { ...extras, super: superSlot };
}

function functionNode(home: number, position: number, form: string, extras: Extras): Node {
  const short = form === 'arrow' || form === 'function' ? '' : form;
  const hasExtras = Object.keys(extras).length > 0;
  return ['function', home, position, ...(short || hasExtras ? [short] : []), ...(hasExtras ? [extras] : [])];
}
