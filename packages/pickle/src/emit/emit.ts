import type { Capture } from '../capture/capture.ts';
import { modulesIn } from '../capture/modules/module-list.ts';
import { currentFormat, type Node, type Pickle, type Slot } from '../format.ts';
import { originTexts } from '../origin-text.ts';
import { clustersOf } from './frames.ts';
import { functionNode } from './function-node.ts';
import { sha256 } from '../sha256.ts';
import { programNode } from './program-node.ts';
import { programOf } from './program.ts';

/** Turns what a walk found into a pickle. */
export function emit(capture: Capture, root: Slot): Pickle {
  const functions = [...capture.functions.values()].toSorted((left, right) => left.index - right.index);
  const nodes = [...capture.nodes];
  const programs = clustersOf(functions).map((cluster) => {
    const program = programOf(cluster, capture.nodes);
    return { ...program, sha: sha256(program.text) };
  });
  const code = Object.fromEntries(programs.map(({ sha, text }) => [sha, text]));
  const order = Object.keys(code).toSorted();
  for (const program of programs) {
    const home = nodes.push(programNode(program, order.indexOf(program.sha))) - 1;
    for (const [position, record] of program.members.entries())
      nodes[record.index] = functionNode(record, home, position);
  }
  const modules = modulesIn(capture.modules);
  const origins = originTexts(functions.map(({ origin }) => origin));
  return {
    format: currentFormat,
    code,
    values: nodes.length > 0 ? nodes.map((node): Node => node ?? ['missing']) : [['primitive', root]],
    ...(modules.length > 0 ? { modules } : {}),
    ...(origins.length > 0 ? { origins } : {}),
  };
}
