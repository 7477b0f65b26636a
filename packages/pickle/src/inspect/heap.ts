import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { HeapProfiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import { handleOf, post, valueOf } from './session.ts';

/** A snapshot of the heap, which shows of closures what the inspector does not. */
export interface HeapView {
  /** The scopes of a function, the innermost first, each with its identity and the names that it keeps. */
  contextsOf(fn: object): readonly HeapContext[];
  /** What an arrow took from the code around it; undefined when the heap does not tell. */
  outerOf(fn: object, name: 'this' | '.new.target'): { readonly value: unknown } | undefined;
  /** What the scopes of a function keep without a name; the object or class that a method with `super` was written in is among it. */
  namelessOf(fn: object): Iterable<unknown>;
}

/** One scope that is alive on the heap. */
export interface HeapContext {
  readonly id: number;
  readonly names: ReadonlySet<string>;
}

/**
 * Takes a snapshot of the heap. The inspector shows copies of scopes, and not whether two functions share one; a snapshot does.
 * It takes a fifth of a second on a small heap, and seconds on a large one.
 */
export function viewHeap(): HeapView {
  // Objects get their identities from the snapshot, so it comes first.
  const heap = readHeap(takeSnapshot());
  const idOf = (node: number): number => heap.nodes[node + heap.idAt] ?? -1;
  return {
    contextsOf: (fn) => contextChain(heap, fn).map((node) => ({ id: idOf(node), names: namesIn(heap, node) })),
    outerOf(fn, name) {
      const home = contextChain(heap, fn).find((node) => heap.edgesOf(node).has(name));
      const target = home === undefined ? undefined : heap.edgesOf(home).get(name);
      return target === undefined ? undefined : liveObject(idOf(target));
    },
    *namelessOf(fn) {
      for (const context of contextChain(heap, fn)) {
        const named = new Set(heap.edgesOf(context).values());
        for (const node of heap.targetsOf(context)) if (!named.has(node)) yield liveObject(idOf(node))?.value;
      }
    },
  };
}

/** The contexts of a closure, the innermost first. */
function contextChain(heap: Heap, fn: object): number[] {
  const chain: number[] = [];
  const closure = heap.positionOf(heapId(fn));
  let at = closure === undefined ? undefined : heap.edgesOf(closure).get('context');
  for (; at !== undefined; at = heap.edgesOf(at).get('previous')) chain.push(at);
  return chain;
}

/** The names that a context has room for, numbers among their values included, as its description lists them. */
function namesIn(heap: Heap, context: number): Set<string> {
  const info = heap.edgesOf(context).get('scope_info');
  return new Set(
    info === undefined
      ? []
      : heap.targetsOf(info).map((node) => heap.strings[heap.nodes[node + heap.nameAt] ?? 0] ?? ''),
  );
}

interface Heap {
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
  readonly idAt: number;
  readonly nameAt: number;
  readonly positionOf: (id: number) => number | undefined;
  readonly edgesOf: (node: number) => ReadonlyMap<string, number>;
  readonly targetsOf: (node: number) => number[];
}

interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly edge_fields: string[]; readonly edge_types: [string[]] };
  };
  readonly nodes: number[];
  readonly edges: number[];
  readonly strings: string[];
}

function readHeap({ snapshot, nodes, edges, strings }: Snapshot): Heap {
  const {
    node_fields: nodeFields,
    edge_fields: edgeFields,
    edge_types: [edgeTypes],
  } = snapshot.meta;
  const nodeSize = nodeFields.length;
  const edgeSize = edgeFields.length;
  const idAt = nodeFields.indexOf('id');
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
  return {
    nodes,
    strings,
    idAt,
    nameAt: nodeFields.indexOf('name'),
    positionOf: (id) => positions.get(id),
    edgesOf,
    targetsOf: (node) => [...edgesFrom(node)].map(target),
  };
}

function takeSnapshot(): Snapshot {
  // The file holds everything that this process knows: a folder of its own keeps it from other users.
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  try {
    const file = writeHeapSnapshot(join(folder, 'heap.heapsnapshot'));
    return JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function heapId(object: object): number {
  const { heapSnapshotObjectId } = post<HeapProfiler.GetHeapObjectIdReturnType>('HeapProfiler.getHeapObjectId', {
    objectId: handleOf(object),
  });
  return Number(heapSnapshotObjectId);
}

/** The value with an identity; undefined for most primitives, which a snapshot does not give back. */
function liveObject(id: number): { readonly value: unknown } | undefined {
  try {
    const { result } = post<HeapProfiler.GetObjectByHeapObjectIdReturnType>('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(id),
      objectGroup: 'graflow',
    });
    return { value: result.objectId === undefined ? result.value : valueOf(result.objectId) };
  } catch {
    return undefined;
  }
}
