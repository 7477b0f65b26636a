import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A snapshot of the heap as tables: nodes are numbers, edges have names. */
export interface Heap {
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
  readonly idAt: number;
  readonly nameAt: number;
  readonly positionOf: (id: number) => number | undefined;
  readonly edgesOf: (node: number) => ReadonlyMap<string, number>;
  readonly targetsOf: (node: number) => number[];
  /** True for an object or a function of the program. */
  readonly isObject: (node: number) => boolean;
  /** The text of a string; undefined for anything else, and for long ones, which a snapshot cuts. */
  readonly textOf: (node: number) => string | undefined;
  /** The functions that were made in a context. */
  readonly closuresIn: (context: number) => readonly number[];
}

const objectTypes = new Set(['object', 'closure', 'array', 'regexp']);

/** V8 keeps no more than this of a string. */
const cutAt = 1000;

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: string[];
      readonly node_types: [string[]];
      readonly edge_fields: string[];
      readonly edge_types: [string[]];
    };
  };
  readonly nodes: number[];
  readonly edges: number[];
  readonly strings: string[];
}

/** Takes a snapshot of the heap and reads it. */
export function readHeap(): Heap {
  const { snapshot, nodes, edges, strings } = takeSnapshot();
  const {
    node_fields: nodeFields,
    edge_fields: edgeFields,
    edge_types: [edgeTypes],
    node_types: [nodeTypes],
  } = snapshot.meta;
  const nodeSize = nodeFields.length;
  const edgeSize = edgeFields.length;
  const idAt = nodeFields.indexOf('id');
  const nameAt = nodeFields.indexOf('name');
  const countAt = nodeFields.indexOf('edge_count');
  const named = new Set(['context', 'internal', 'property'].map((type) => edgeTypes.indexOf(type)));

  const positions = new Map<number, number>();
  const firstEdge = new Uint32Array(nodes.length / nodeSize + 1);
  for (let node = 0, edge = 0; node < nodes.length; node += nodeSize) {
    edge += (nodes[node + countAt] ?? 0) * edgeSize;
    firstEdge[node / nodeSize + 1] = edge;
    positions.set(nodes[node + idAt] ?? -1, node);
  }
  const edgesFrom = function* (node: number): Generator<number> {
    const end = firstEdge[node / nodeSize + 1] ?? 0;
    for (let edge = firstEdge[node / nodeSize] ?? 0; edge < end; edge += edgeSize) yield edge;
  };
  const target = (edge: number): number => edges[edge + 2] ?? -1;
  const edgesOf = (node: number): Map<string, number> => {
    const own = [...edgesFrom(node)].filter((edge) => named.has(edges[edge] ?? -1));
    return new Map(own.map((edge) => [strings[edges[edge + 1] ?? 0] ?? '', target(edge)]));
  };
  let closures: Map<number, number[]> | undefined;
  const readClosures = (): Map<number, number[]> => {
    const found = new Map<number, number[]>();
    const type = nodeTypes.indexOf('closure');
    for (let node = 0; node < nodes.length; node += nodeSize) {
      const context = nodes[node] === type ? edgesOf(node).get('context') : undefined;
      if (context === undefined) continue;
      const known = found.get(context);
      if (known) known.push(node);
      else found.set(context, [node]);
    }
    return found;
  };
  const textOf = (node: number): string | undefined => {
    const type = nodeTypes[nodes[node] ?? -1];
    if (type === 'concatenated string') {
      const parts = ['first', 'second'].map((name) => edgesOf(node).get(name));
      const texts = parts.map((part) => (part === undefined ? undefined : textOf(part)));
      return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
    }
    const text = strings[nodes[node + nameAt] ?? -1];
    return type === 'string' && text !== undefined && text.length < cutAt ? text : undefined;
  };
  return {
    textOf,
    isObject: (node) => objectTypes.has(nodeTypes[nodes[node] ?? -1] ?? ''),
    closuresIn: (context) => (closures ??= readClosures()).get(context) ?? [],
    nodes,
    strings,
    idAt,
    nameAt,
    positionOf: (id) => positions.get(id),
    edgesOf,
    targetsOf: (node) => [...edgesFrom(node)].map(target),
  };
}

function takeSnapshot(): Snapshot {
  // The file holds everything that this process knows: a folder of its own keeps it from other users.
  const folder = mkdtempSync(join(process.getBuiltinModule('node:os').tmpdir(), 'graflow-pickle-'));
  try {
    const file = process.getBuiltinModule('node:v8').writeHeapSnapshot(join(folder, 'heap.heapsnapshot'));
    return JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
