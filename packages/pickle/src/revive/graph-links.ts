import type { Graph, Node } from '../format.ts';
import { functionParts, isFunctionNode } from '../node-parts.ts';
import { mapNode } from './node-shape.ts';

/** The nodes that each node leads to, in the order in which it names them. */
export type Links = readonly (readonly number[])[];

/** What each node leads to. A program leads to its functions, and a function to the prototype that came with it: they are one. */
export function referencesOf(nodes: Graph): Links {
  const links = nodes.map((node) => {
    const found: number[] = [];
    mapNode(node, { node: (index) => (found.push(index), index), module: (index) => index, code: (index) => index });
    return found;
  });
  const functions = nodes.flatMap((node, index) => (isFunctionNode(node) ? [{ ...functionParts(node), index }] : []));
  for (const { program, index } of functions.toSorted((left, right) => left.position - right.position))
    links[program]?.push(index);
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
  return node?.[0] === 'class';
}
