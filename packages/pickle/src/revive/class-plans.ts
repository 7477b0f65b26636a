import { sha256 } from '../sha256.ts';
import type { Graph, Node, PickleModule } from '../format.ts';
import { isClassNode, reachFrom, referencesOf, type Links } from './graph-links.ts';
import { extrasIn, functionParts, isFunctionNode, programParts } from '../node-parts.ts';
import { mapNode } from './node-shape.ts';

/** What a graph says of one class in it, the same in every pickle that holds the class. */
export interface ClassPlan {
  /** SHA-256 over everything that the class leads to. */
  readonly hash: string;
  /** The class, and all that it leads to, in an order of its own. */
  readonly world: readonly number[];
  /** Those of the world that must not be had twice: classes, symbols, and what can change. */
  readonly single: readonly number[];
  /** The modules that are used in it. */
  readonly modules: readonly number[];
  /** True when it imports while it runs, from wherever it was read. */
  readonly imports: boolean;
}

/**
 * Plans for the classes of a graph that are made once per process. A class that shares a variable, one that some function assigns to, with a function that
 * is reached without it is left out: it belongs to that function, of which every reading has one of its own.
 */
export function classPlans(
  graph: Graph,
  modules: readonly PickleModule[],
  hashes: readonly string[],
): readonly ClassPlan[] {
  const classes = graph.flatMap((node, index) => (isClassNode(node) ? [index] : []));
  if (classes.length === 0) return [];
  const links = referencesOf(graph);
  const outside = outsideOfClasses(graph, links);
  return classes.flatMap((index) => {
    const world = [...reachFrom([index], links)];
    const shares = world.some((member) => outside.has(member) && assigns(graph, graph[member]));
    return shares ? [] : [planOf(graph, modules, hashes, world)];
  });
}

function planOf(
  graph: Graph,
  modules: readonly PickleModule[],
  hashes: readonly string[],
  world: readonly number[],
): ClassPlan {
  const places = new Map(world.map((index, place) => [index, place]));
  const used = new Set<number>();
  const canonical = world.map((index) =>
    mapNode(graph[index]!, {
      node: (member) => places.get(member) ?? -1,
      module(member) {
        used.add(member);
        return modules[member]?.slice(0, 2);
      },
      code: (member) => hashes[member],
    }),
  );
  return {
    hash: sha256(JSON.stringify(canonical)),
    world,
    single: world.filter((index) => isClassNode(graph[index]) || isChanging(graph, index)),
    modules: [...used],
    imports: world.some((index) => ['require', 'import'].includes(graph[index]?.[0] ?? '')),
  };
}

/** What is reached from the value itself without going through a class. */
function outsideOfClasses(graph: Graph, links: Links): ReadonlySet<number> {
  const isOfClass = (index: number): boolean => {
    const node = graph[index];
    return isClassNode(node) || (node?.[0] === 'prototype' && isClassNode(graph[node[1] as number]));
  };
  return reachFrom([0], links, isOfClass);
}

/** Code and names do not change; objects may, and functions that assign to variables around them do. */
function isChanging(graph: Graph, index: number): boolean {
  const node: Node = graph[index] ?? ['missing'];
  if (isFunctionNode(node)) return assigns(graph, node);
  if (node[0] === 'symbol') return node[1] === 'own';
  return !steady.has(node[0]) && extrasIn(node)?.lock !== 'frozen';
}

/** True for a function of a program that assigns to variables around its functions. */
function assigns(graph: Graph, node: Node | undefined): boolean {
  const program = isFunctionNode(node) ? graph[functionParts(node).program] : undefined;
  return program !== undefined && programParts(program).extras.changes === true;
}

const steady = new Set(['code', 'member', 'prototype', 'global', 'module', 'interop', 'require', 'import']);
