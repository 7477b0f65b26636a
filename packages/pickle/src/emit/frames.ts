import type { Slot } from '../format.ts';
import type { Activation } from '../capture/functions/activation.ts';
import type { Capturing, FunctionRecord } from '../capture/functions/function-record.ts';
import { fileOf } from '../origin-text.ts';

/** A scope of the program: variables, the functions made in it, and the scopes within. */
export interface Frame {
  readonly names: Map<string, Slot>;
  /** Those of the names that must not be assigned to. */
  readonly constants: Set<string>;
  readonly members: FunctionRecord[];
  readonly frames: Frame[];
  readonly activation: Activation | undefined;
  outerThis?: Slot | undefined;
  outerArguments?: Slot | undefined;
}

/** Functions that must share variables, and the scopes to make for them. */
export interface Cluster {
  readonly root: Frame;
  readonly strict: boolean;
  /** True when one of them assigns to a variable around it. */
  readonly changes: boolean;
}

/** Splits functions into the smallest groups in which every variable that one of them assigns to is seen by all that use it. */
export function clustersOf(functions: readonly FunctionRecord[]): Cluster[] {
  const shared = sharedVariables(functions);
  const isShared = ({ activation, name }: Capturing): boolean =>
    activation !== undefined && (shared.get(activation)?.has(name) ?? false);
  return groups(functions, isShared).map((group) => ({
    root: frameTree(group, isShared),
    // Classes are strict by themselves.
    strict: group.every(({ strict }) => strict) && group.some(({ text }) => text.form !== 'class'),
    changes: group.some(({ captures }) => captures.some(({ assigned }) => assigned)),
  }));
}

/** The variables that some function assigns to: for all others nobody can tell whether they are shared. */
function sharedVariables(functions: readonly FunctionRecord[]): Map<Activation, Set<string>> {
  const shared = new Map<Activation, Set<string>>();
  for (const { captures } of functions) {
    for (const { activation, name, assigned } of captures) {
      if (!activation || !assigned) continue;
      const names = shared.get(activation) ?? new Set();
      shared.set(activation, names.add(name));
    }
  }
  return shared;
}

function groups(functions: readonly FunctionRecord[], isShared: (capturing: Capturing) => boolean): FunctionRecord[][] {
  const groupOf = new Map<FunctionRecord, FunctionRecord[]>();
  const users = new Map<Activation, Map<string, FunctionRecord>>();
  for (const record of functions) {
    groupOf.set(record, [record]);
    for (const capturing of record.captures) {
      if (!isShared(capturing) || !capturing.activation) continue;
      const first = users.get(capturing.activation) ?? new Map<string, FunctionRecord>();
      users.set(capturing.activation, first);
      const other = first.get(capturing.name);
      if (other) merge(groupOf, other, record);
      else first.set(capturing.name, record);
    }
  }
  const order = [...new Set(groupOf.values())];
  return order
    .map((group) => group.toSorted((left, right) => left.index - right.index))
    .toSorted((left, right) => (left[0]?.index ?? 0) - (right[0]?.index ?? 0));
}

function merge(groupOf: Map<FunctionRecord, FunctionRecord[]>, left: FunctionRecord, right: FunctionRecord): void {
  const into = groupOf.get(left) ?? [];
  const from = groupOf.get(right) ?? [];
  if (into === from) return;
  into.push(...from);
  for (const record of from) groupOf.set(record, into);
}

/** Nests the scopes as the code nests them: shared variables in the scope of their activation, all others around each function. */
function frameTree(group: readonly FunctionRecord[], isShared: (capturing: Capturing) => boolean): Frame {
  const used = new Set(group.flatMap(({ captures }) => captures.filter(isShared).map(({ activation }) => activation)));
  // Functions of several modules that share variables stand in the scopes of all these modules.
  const modules = [...used].filter((activation): activation is Activation => activation?.once ?? false);
  const root = newFrame(undefined);
  for (const record of inSourceOrder(group)) {
    const path = new Map<Activation, Frame>();
    let frame = root;
    for (const activation of modules.length > 1
      ? [...modules, ...record.chain.filter(({ once }) => !once)]
      : record.chain) {
      if (!used.has(activation)) continue;
      frame = frameOf(frame, activation);
      path.set(activation, frame);
    }
    const leaf = newFrame(undefined);
    for (const capturing of record.captures) {
      const home = isShared(capturing) && capturing.activation ? path.get(capturing.activation) : leaf;
      if (capturing.constant) leaf.constants.add(capturing.name);
      if (!isItself(capturing, record, isShared)) home?.names.set(capturing.name, capturing.slot);
    }
    addLeaf(frame, leaf, record);
  }
  return collapse(root);
}

/** Functions that stand in the order of their source can each have their own line in one text. */
function inSourceOrder(group: readonly FunctionRecord[]): FunctionRecord[] {
  const files = [...new Set(group.map(({ origin }) => fileOf(origin)))];
  return group.toSorted(
    (left, right) =>
      files.indexOf(fileOf(left.origin)) - files.indexOf(fileOf(right.origin)) ||
      left.origin.line - right.origin.line ||
      left.origin.column - right.origin.column ||
      left.index - right.index,
  );
}

function addLeaf(frame: Frame, leaf: Frame, record: FunctionRecord): void {
  leaf.outerThis = record.outerThis;
  frame.frames.push(leaf);
  if (record.outerArguments === undefined) {
    leaf.members.push(record);
    return;
  }
  const inner = newFrame(undefined);
  inner.members.push(record);
  inner.outerThis = record.outerThis;
  inner.outerArguments = record.outerArguments;
  leaf.frames.push(inner);
}

/** A declaration that refers to itself needs no variable for that, unless somebody assigns to it. */
function isItself(capturing: Capturing, record: FunctionRecord, isShared: (capturing: Capturing) => boolean): boolean {
  return (
    capturing.ownName && !isShared(capturing) && Array.isArray(capturing.slot) && capturing.slot[0] === record.index
  );
}

function frameOf(parent: Frame, activation: Activation): Frame {
  const known = parent.frames.find((frame) => frame.activation === activation);
  if (known) return known;
  const made = newFrame(activation);
  parent.frames.push(made);
  return made;
}

/** Takes out scopes that hold nothing but one other scope. */
function collapse(frame: Frame): Frame {
  const frames = frame.frames.map(collapse);
  const [only] = frames;
  const free = frame.members.length === 0 && frame.outerArguments === undefined && only?.outerArguments === undefined;
  if (!only || frames.length > 1 || !free || [...only.names.keys()].some((name) => frame.names.has(name))) {
    return { ...frame, frames };
  }
  return {
    ...only,
    names: new Map([...frame.names, ...only.names]),
    constants: new Set([...frame.constants, ...only.constants]),
    activation: frame.activation ?? only.activation,
  };
}

function newFrame(activation: Activation | undefined): Frame {
  return { names: new Map(), constants: new Set(), members: [], frames: [], activation };
}
