import { types } from 'node:util';
import type { Node } from '../format.ts';
import { viewHeap, type HeapView } from '../inspect/heap.ts';
import { refuseTiedArguments } from './values/capture-arguments.ts';
import { captureBytes } from './values/capture-bytes.ts';
import { joinBuffers } from './values/join-buffers.ts';
import { captureData, captureObject } from './values/capture-data.ts';
import { captureError } from './values/capture-error.ts';
import { captureNamespace, widenViews } from './modules/view-exports.ts';
import { captureFunction } from './functions/capture-function.ts';
import { captureReduced } from './values/capture-reduced.ts';
import { captureSymbol } from './values/capture-symbol.ts';
import { captureAborted } from './values/capture-aborted.ts';
import { captureWeb } from './values/capture-web.ts';
import { refuseForeignObject } from './values/foreign-state.ts';
import { slotFor } from './slot.ts';
import type { Capture, Entry } from './capture.ts';
import { joinLiveBindings } from './functions/live-bindings.ts';
import { refuseForeignState } from './functions/private-levels.ts';
import { captureAccess, joinPrivateAccess, meetOwners } from './functions/private-access.ts';
import { secretsOf, type Secrets } from './refusals/secrets.ts';
import { ownerOf, prototypeNode } from './values/prototype-node.ts';
import { referenceNode } from './modules/reference-node.ts';
import { createReferenceTable, findReference } from './modules/reference-table.ts';
import { refuseThenable } from './refusals/refuse-thenable.ts';
import { refuseStamped } from './refusals/stamped.ts';
import { resolveSuper } from './functions/resolve-super.ts';
import { resolveThis, separateActivations } from './functions/heap-facts.ts';
import { captureSlots, captureWeakEntries } from './values/capture-slots.ts';
import { refuseUnportable } from './refusals/unportable.ts';
import type { Slot } from '../format.ts';

/** Starts a walk with nothing met. */
export function createCapture(allowSecrets: readonly string[] = [], heap = viewWhenAsked()): Capture {
  let secrets: Secrets | undefined;
  return {
    entries: [],
    indices: new Map(),
    nodes: [],
    functions: new Map(),
    activations: new Map(),
    prototypes: new Map(),
    members: new Map(),
    views: new Map(),
    wholeViews: new Set(),
    localModules: new Map(),
    modules: new Map(),
    references: createReferenceTable(),
    weak: [],
    marked: [],
    secrets: () => (secrets ??= secretsOf(process.env)),
    allowSecrets: new Set(allowSecrets),
    problems: [],
    warnings: [],
    wantThis: new Set(),
    heap,
  };
}

/** Looks at the heap when asked first. Walks may share it as long as nothing but them runs: new objects take the places of old ones. */
export function viewWhenAsked(): () => HeapView {
  let heap: HeapView | undefined;
  return () => (heap ??= viewHeap());
}

/** Walks everything that a value leads to, in a fixed order and without recursion. */
export function walk(capture: Capture, value: unknown): Slot {
  const root = slotFor(capture, value, undefined);
  let next = 0;
  do next = walkFrom(capture, next);
  while (
    resolveThis(capture) ||
    resolveSuper(capture) ||
    meetOwners(capture) ||
    captureWeakEntries(capture) ||
    widenViews(capture)
  );
  refuseThenable(capture);
  joinBuffers(capture);
  joinLiveBindings(capture);
  separateActivations(capture);
  refuseTiedArguments(capture);
  refuseForeignState(capture);
  refuseStamped(capture);
  joinPrivateAccess(capture);
  return root;
}

/** Walks what is in line, from an entry on, and gives the number of the entry that would be next. */
function walkFrom(capture: Capture, start: number): number {
  let next = start;
  const waiting: { readonly entry: Entry; readonly owner: number }[] = [];
  while (next < capture.entries.length || waiting.length > 0) {
    const entry = capture.entries[next];
    if (!entry) {
      const { entry: prototype, owner } = waiting.shift()!;
      capture.nodes[prototype.index] = prototypeNode(capture, prototype, owner);
      continue;
    }
    next += 1;
    if (capture.nodes[entry.index]) continue;
    const owner = isOrdinary(entry.value) ? ownerOf(capture, entry) : undefined;
    if (owner !== undefined && (capture.functions.has(owner) || !findReference(capture.references, entry.value)))
      waiting.push({ entry, owner });
    else capture.nodes[entry.index] = visit(capture, entry);
  }
  return next;
}

function isOrdinary(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

function visit(capture: Capture, entry: Entry): Node | undefined {
  const { value } = entry;
  if (typeof value === 'symbol') return captureSymbol(value);
  const reference = findReference(capture.references, value);
  if (reference) return referenceNode(capture, reference);
  const special = captureReduced(capture, entry) ?? captureSlots(capture, entry) ?? refuseUnportable(capture, entry);
  if (special) return special;
  if (typeof value === 'function') return capture.members.get(value) ?? captureFunction(capture, entry);
  return (
    captureAccess(capture, entry) ??
    captureNamespace(capture, entry) ??
    captureBytes(capture, entry) ??
    captureData(capture, entry) ??
    captureAborted(capture, entry) ??
    captureWeb(capture, entry) ??
    captureError(capture, entry) ??
    refuseForeignObject(capture, entry) ??
    captureObject(capture, entry)
  );
}
