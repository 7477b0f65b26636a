import type { Node } from '../format.ts';
import { mapNode } from './node-shape.ts';

/** The nodes that each node leads to, in the order in which it names them. */
export type Links = readonly (readonly number[])[];

/** What each node leads to. A program leads to its functions, and a function to the prototype that came with it: they are one. */
export function referencesOf(nodes: readonly Node[]): Links {
  const links = nodes.map((node) => {
    const found: number[] = [];
    mapNode(node, { node: (index) => (found.push(index), index), module: (index) => index, code: (index) => index });
    return found;
  });
  const functions = nodes.flatMap((node, index) => (node[0] === 'function' ? [{ node, index }] : []));
  for (const { node, index } of functions.toSorted((left, right) => positionOf(left.node) - positionOf(right.node)))
    links[node[1] as number]?.push(index);
  for (const [index, [kind, owner]] of nodes.entries()) if (kind === 'prototype') links[owner as number]?.push(index);
  return links;
}

/** All that is reached from some nodes, in the order in which it is met. */
export function reachFrom(
  starts: readonly number[],
  links: Links,
  stopsAt: (index: number) => boolean = () => false,
): ReadonlySet<number> {
  const reached = new Set(starts.filter((index) => !stopsAt(index)));
  // A set visits what is added to it while it is walked.
  for (const index of reached) for (const next of links[index] ?? []) if (!stopsAt(next)) reached.add(next);
  return reached;
}

/** True for the node of a class that travels by value. */
export function isClassNode(node: Node | undefined): boolean {
  return node?.[0] === 'function' && (node[3] === 'class' || node[3] === 'guarded');
}

function positionOf(node: Node): number {
  return node[2] as number;
}
