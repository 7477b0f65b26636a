import { types } from 'node:util';
import { ownDescriptor } from '../values/own-descriptor.ts';
import type { ExportView } from './export-view.ts';
import { indexOf, property, slotFor } from '../slot.ts';
import type { Node } from '../../format.ts';
import type { Capture, Entry, Step } from '../capture.ts';
import { functionInternals, internalSlot } from '../../inspect/internals.ts';

/** Carries some exports of a local module, which a function reaches through an object; the others stay behind. */
export function viewSlot(
  capture: Capture,
  exports: object,
  members: readonly string[],
  step: Step,
  url?: string,
): readonly [number] {
  let view = capture.views.get(exports);
  if (!view) {
    const known = capture.indices.get(exports);
    // It travels whole already.
    if (known !== undefined) return [known];
    view = { index: indexOf(capture, exports, step), url, keys: new Set(), props: [] };
    capture.views.set(exports, view);
    capture.nodes[view.index] = viewNode(view);
  }
  view.url ??= url;
  for (const key of members) addExport(capture, view, exports, key);
  return [view.index];
}

/** Carries the namespace of a module that is met as a value; undefined for anything else. */
export function captureNamespace(capture: Capture, entry: Entry): Node | undefined {
  const value = entry.value as object;
  if (!types.isModuleNamespaceObject(value)) return undefined;
  const view: ExportView = { index: entry.index, url: undefined, keys: new Set(), props: [] };
  capture.views.set(value, view);
  for (const key of exportNames(value)) addExport(capture, view, value, key);
  return viewNode(view);
}

function viewNode({ props }: ExportView): Node {
  return ['object', {}, { proto: null, props }];
}

/** Carries all exports where their object is used as a value as well; true when that brought new values in. */
export function widenViews(capture: Capture): boolean {
  const before = capture.entries.length;
  for (const exports of capture.wholeViews) {
    const view = capture.views.get(exports);
    if (view) for (const key of exportNames(exports as object)) addExport(capture, view, exports as object, key);
  }
  return capture.entries.length > before;
}

/** The names of all exports behind an object. */
export function exportNames(exports: object): string[] {
  return Object.getOwnPropertyNames(behind(exports));
}

function addExport(capture: Capture, view: ExportView, exports: object, key: string): void {
  if (view.keys.has(key)) return;
  view.keys.add(key);
  const from = capture.entries[view.index];
  const found = from && exportOf(behind(exports), key);
  if (!from || !found) return;
  const step = property(from, key);
  if (found.get) view.props.push([key, slotFor(capture, found.get, step), 'ec', ['undefined']]);
  else view.props.push([key, slotFor(capture, found.value, step)]);
}

/** vitest puts a Proxy before what it loads. */
function behind(exports: object): object {
  return types.isProxy(exports) ? (internalSlot(exports, '[[Target]]') as object) : exports;
}

/** One export. Getters stay getters, so that a variable that changes is seen to change; those that only pass on are followed. */
function exportOf(exports: object, key: string): PropertyDescriptor | undefined {
  let descriptor = ownDescriptor(exports, key);
  for (let get = descriptor?.get; get; get = descriptor?.get) {
    if (!/^\(\)\s*=>\s*\w+\[\w+\]$/.test(Function.prototype.toString.call(get))) break;
    const next = passedOn(get, key);
    if (!next) break;
    descriptor = next;
  }
  return descriptor;
}

/** `() => from[key]`, as esbuild writes it. */
function passedOn(get: object, key: string): PropertyDescriptor | undefined {
  const name = /\w+(?=\[)/.exec(Function.prototype.toString.call(get))?.[0] ?? '';
  const from = functionInternals(get).scopes.find(({ values }) => Object.hasOwn(values, name))?.values[name];
  return typeof from === 'object' && from !== null ? Object.getOwnPropertyDescriptor(from, key) : undefined;
}
