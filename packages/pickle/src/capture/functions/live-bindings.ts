import { readFunctionText } from '../../analyse/function-text.ts';
import type { Slot } from '../../format.ts';
import type { Activation } from './activation.ts';
import type { LocalModule } from '../modules/local-module.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture } from '../capture.ts';
import type { Capturing, FunctionRecord } from './function-record.ts';

/** Joins what functions import from local modules with the variables there, where a function that travels assigns to them. */
export function joinLiveBindings(capture: Capture): void {
  const assigned = assignedNames(capture);
  const changing = (url: string | undefined, exported: string): { module: LocalModule; local: string } | undefined => {
    const module = url === undefined ? undefined : capture.localModules.get(url);
    const local = module?.exports.find((item) => item.exported === exported)?.local;
    return module && local !== undefined && assigned.get(module.activation)?.has(local) ? { module, local } : undefined;
  };
  for (const record of capture.functions.values()) {
    record.captures = record.captures.map((capturing) => {
      const source = capturing.imported && changing(capturing.imported.url, capturing.imported.exported);
      return source ? joined(capture, record, capturing, source.module, source.local) : capturing;
    });
  }
  for (const view of capture.views.values()) {
    for (const [position, [key, value]] of view.props.entries()) {
      const source = changing(view.url, String(key));
      if (source)
        view.props[position] = [key, [getterFor(capture, source.module, source.local, value)], 'ec', ['undefined']];
    }
  }
}

function assignedNames(capture: Capture): Map<Activation, Set<string>> {
  const names = new Map<Activation, Set<string>>();
  for (const { captures } of capture.functions.values()) {
    for (const { activation, assigned, name } of captures) {
      if (activation && assigned) names.set(activation, (names.get(activation) ?? new Set()).add(name));
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
  const origin = { name: local, file: '', line: 0 };
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
