import { readFunctionText } from '../../analyse/function-text.ts';
import type { Slot } from '../../format.ts';
import type { Activation } from './activation.ts';
import { exportSources } from '../modules/export-sources.ts';
import type { ExportView } from '../modules/export-view.ts';
import type { LocalModule } from '../modules/local-module.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture } from '../capture.ts';
import type { Capturing, FunctionRecord } from './function-record.ts';

/** Joins what functions import from local modules with the variables there, where a function that travels assigns to them. */
export function joinLiveBindings(capture: Capture): void {
  const changing = changingExports(capture);
  if (!changing) return;
  for (const record of capture.functions.values()) {
    record.captures = record.captures.map((capturing) => {
      const { imported, slot } = capturing;
      const source = imported && changing.at(imported.url, imported.exported, slot);
      return source ? joined(capture, record, capturing, source.module, source.local) : capturing;
    });
  }
  for (const view of capture.views.values()) {
    for (const [position, [key, value]] of view.props.entries()) {
      const source =
        view.url === undefined ? changing.inside(view, String(key), value) : changing.at(view.url, String(key), value);
      if (source)
        view.props[position] = [key, [getterFor(capture, source.module, source.local, value)], 'ec', ['undefined']];
    }
  }
}

/** A variable of a local module that changes. */
interface Changing {
  readonly module: LocalModule;
  readonly local: string;
}

/** Finds the variable behind an export: of a module by its URL, or of a namespace that nobody saw imported. */
interface ChangingExports {
  readonly at: (url: string, exported: string, slot: Slot) => Changing | undefined;
  readonly inside: (view: ExportView, exported: string, slot: Slot) => Changing | undefined;
}

/** Undefined where no local module has a variable that changes. */
function changingExports(capture: Capture): ChangingExports | undefined {
  const assigned = assignedNames(capture);
  const modules = [...capture.localModules.values()].filter(({ activation }) => assigned.has(activation));
  if (modules.length === 0) return undefined;
  const held = new Set(modules.flatMap(({ activation }) => [...(assigned.get(activation)?.values() ?? [])]));
  const variableOf = (module: LocalModule | undefined, exported: string): Changing | undefined => {
    const local = module?.exports.find((item) => item.exported === exported)?.local;
    return module && local !== undefined && assigned.get(module.activation)?.has(local) ? { module, local } : undefined;
  };
  const at: ChangingExports['at'] = (url, exported, slot) => {
    const direct = variableOf(capture.localModules.get(url), exported);
    // What is passed on holds what the variable holds: other modules need not be read.
    if (direct || !held.has(JSON.stringify(slot))) return direct;
    for (const source of exportSources(url, exported)) {
      const found = variableOf(capture.localModules.get(source.url), source.exported);
      if (found) return found;
    }
    return undefined;
  };
  const inside: ChangingExports['inside'] = ({ index, keys }, exported, slot) => {
    if (!held.has(JSON.stringify(slot))) return undefined;
    const found = modules.flatMap((module) => variableOf(module, exported) ?? []);
    const [only] = found;
    if (!only || (found.length === 1 && only.module.exports.every((item) => keys.has(item.exported)))) return only;
    const entry = capture.entries[index];
    if (entry)
      refuse(
        capture,
        entry,
        `its export ${exported} changes, and it is not known which module it comes from`,
        `Import the module that has ${exported} where it is used: import * as module from './module.js'.`,
      );
    return undefined;
  };
  return { at, inside };
}

/** The variables that functions assign to, and what each holds. */
function assignedNames(capture: Capture): Map<Activation, Map<string, string>> {
  const names = new Map<Activation, Map<string, string>>();
  for (const { captures } of capture.functions.values()) {
    for (const { activation, assigned, name, slot } of captures) {
      if (activation && assigned)
        names.set(activation, (names.get(activation) ?? new Map<string, string>()).set(name, JSON.stringify(slot)));
    }
  }
  return names;
}

function joined(
  capture: Capture,
  record: FunctionRecord,
  capturing: Capturing,
  { activation }: LocalModule,
  local: string,
): Capturing {
  const entry = capture.entries[record.index];
  if (capturing.name !== local) {
    if (entry)
      refuse(
        capture,
        entry,
        `it imports ${local} as ${capturing.name}, and ${local} changes`,
        `Import it under its own name, or read it through a function.`,
      );
    return capturing;
  }
  if (!record.chain.includes(activation)) record.chain = [activation, ...record.chain];
  return { ...capturing, activation };
}

/** A function that reads a variable of a module, for a namespace that must show it as it is. */
function getterFor(capture: Capture, { activation }: LocalModule, local: string, slot: Slot): number {
  const index = capture.entries.push({ index: capture.entries.length, value: undefined, step: undefined }) - 1;
  capture.nodes.push(undefined);
  const text = readFunctionText(`()=>${local}`);
  if (!text) return index;
  const capturing: Capturing = { name: local, slot, activation, assigned: false, ownName: false };
  const origin = { name: local, file: '', line: 0, column: 1 };
  capture.functions.set(index, {
    index,
    text,
    strict: true,
    guard: undefined,
    access: undefined,
    home: undefined,
    superSlot: undefined,
    captures: [capturing],
    chain: [activation],
    outerThis: undefined,
    outerArguments: undefined,
    origin,
    extras: {},
  });
  return index;
}
