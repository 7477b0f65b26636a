import { malformed } from '../errors.ts';
import type { Graph, Node, Slot } from '../format.ts';

/** What a graph needs from the process in which it comes back to life. */
export interface Surroundings {
  /** The modules of the pickle, in its order. */
  readonly modules: readonly unknown[];
  /** The folder from which the pickle is read. */
  readonly folder: string;
  /** Runs the program text of a node and gives what it evaluates to. */
  readonly run: (program: Node) => unknown;
  /** What `import()` does in pickled code. */
  readonly load: (specifier: string) => Promise<unknown>;
  /** What `require` is in pickled code. */
  readonly require: () => unknown;
}

/** What the program text of a class with private members makes beside it. */
export interface Guard {
  /** While it is true, the constructor does nothing but give an object its private fields. */
  on: boolean;
  readonly members: Readonly<Record<string, PrivateMember>>;
  readonly args: readonly unknown[];
}

/** The access to one private member of a class. */
export interface PrivateMember {
  readonly get: (object: object) => unknown;
  readonly set: (object: object, value: unknown) => void;
  readonly has: (object: object) => boolean;
}

/** A graph on its way back to life. */
export interface Revival extends Surroundings {
  readonly nodes: Graph;
  /** The live value of each node made so far. */
  readonly live: unknown[];
  readonly made: boolean[];
  readonly making: Set<number>;
  /** Nodes whose live value came with an earlier pickle, and is left as it is. */
  readonly adopted: Set<number>;
  /** Promises that wait for their value. */
  readonly promises: Map<number, (value: unknown) => void>;
  /** What gives access to the private members of the classes that have some. */
  readonly guards: WeakMap<object, Guard>;
  /** Told of every node that is looked at. */
  touch?: ((index: number) => void) | undefined;
  /** Makes the object of a node, or gives the one that was made. */
  readonly make: (index: number) => unknown;
}

/** The live value of a slot; makes it where that did not happen yet. */
export function valueIn(revival: Revival, slot: Slot, make = revival.make): unknown {
  if (!Array.isArray(slot)) return slot;
  const [what, text] = slot as readonly [unknown, string?];
  if (typeof what === 'number') revival.touch?.(what);
  if (typeof what === 'number') return revival.made[what] ? revival.live[what] : make(what);
  if (what === 'number') return Number(text);
  if (what === 'bigint') return BigInt(text ?? '');
  return undefined;
}

/** The node with a number. */
export function nodeAt(revival: Revival, index: number): Node {
  const node = revival.nodes[index];
  if (!node) throw malformed(`it has no value number ${index}`);
  return node;
}
