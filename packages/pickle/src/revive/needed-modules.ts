import type { Graph, PickleModule } from '../format.ts';
import { packageNameIn } from '../modules/specifier.ts';
import { isFunctionNode } from '../node-parts.ts';
import { shownOrigin, type Origin } from '../origin-text.ts';
import { referencesOf } from './graph-links.ts';

/** A module that a pickle needs, and what its values say of it. */
export interface NeededModule {
  readonly specifier: string;
  /** The package that the specifier leads to; undefined for built-in modules. */
  readonly package: string | undefined;
  /** The version that was installed where the pickle was made. */
  readonly version: string | undefined;
  /** What is taken from it, as paths. */
  readonly paths: readonly (readonly string[])[];
  /** The functions that need it, with their places: `resize (my-app/src/images.ts:12)`. */
  readonly neededBy: () => readonly string[];
}

/** The modules that a pickle needs, in its order. */
export function neededModules(
  graph: Graph,
  modules: readonly PickleModule[],
  origins: readonly Origin[],
): readonly NeededModule[] {
  return modules.map(([specifier, version, importedBy = []], number) => {
    const taken = graph.flatMap((node, index) =>
      isOf(node, number) ? [{ index, path: node.slice(2) as string[] }] : [],
    );
    return {
      specifier,
      package: specifier.startsWith('node:') ? undefined : packageNameIn(specifier),
      version: version ?? undefined,
      paths: taken.length > 0 ? taken.map(({ path }) => path) : [[]],
      neededBy() {
        const users = usersOf(
          graph,
          taken.map(({ index }) => index),
        );
        for (const index of importedBy) users.add(index);
        const functions = [...graph.keys()].filter((index) => isFunctionNode(graph[index]));
        return functions.flatMap((index, place) => (users.has(index) ? (origins[place] ?? []) : [])).map(shownOrigin);
      },
    };
  });
}

/** True for a node that stands for a part of a module. */
function isOf([kind, module]: Graph[number], number: number): boolean {
  return (kind === 'module' || kind === 'interop') && module === number;
}

/** The functions that lead to some nodes without going through another function, and the nodes on the way. */
function usersOf(graph: Graph, nodes: readonly number[]): Set<number> {
  const users: number[][] = graph.map(() => []);
  for (const [index, links] of referencesOf(graph).entries()) for (const link of links) users[link]?.push(index);
  const reached = new Set(nodes);
  // A set visits what is added to it while it is walked.
  for (const index of reached)
    if (!isFunctionNode(graph[index])) for (const user of users[index] ?? []) reached.add(user);
  return reached;
}
