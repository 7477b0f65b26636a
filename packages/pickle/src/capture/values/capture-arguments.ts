import type { Node, Slot } from '../../format.ts';
import { isFunctionSyntax } from '../../analyse/syntax.ts';
import { scriptOfFunction, siteAt } from '../../inspect/function-site.ts';
import { functionInternals } from '../../inspect/internals.ts';
import type { Activation } from '../functions/activation.ts';
import { property, slotFor } from '../slot.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture, Entry } from '../capture.ts';
import { extrasOf, isPlain } from './properties.ts';

/** The list of what a function was called with; `callee` stays behind, as it would bring the whole function along. */
export function captureArguments(capture: Capture, entry: Entry, list: object): Node {
  const items: Slot[] = [];
  for (let at = 0; ; at += 1) {
    const descriptor = Object.getOwnPropertyDescriptor(list, at);
    if (!descriptor || !isPlain(descriptor)) break;
    items.push(slotFor(capture, descriptor.value, property(entry, at)));
  }
  const extras = extrasOf(capture, entry, {
    proto: Object.prototype,
    has: (key, descriptor) =>
      key === 'callee' ||
      key === Symbol.iterator ||
      (key === 'length' && !descriptor.enumerable && descriptor.value === items.length) ||
      (typeof key === 'string' && /^\d+$/.test(key) && Number(key) < items.length),
  });
  return extras ? ['arguments', items, extras] : ['arguments', items];
}

/** Code that is not strict ties its arguments to its parameters: what one function writes, the list shows. Nothing carries that. */
export function refuseTiedArguments(capture: Capture): void {
  const lists = capture.entries.filter(
    ({ value, index }) => capture.nodes[index]?.[0] === 'arguments' && calleeOf(value),
  );
  for (const entry of lists) {
    const names = parametersOf(calleeOf(entry.value));
    const uses = [...capture.functions.values()].flatMap(({ captures }) => {
      return captures.flatMap(({ name, activation, assigned }) =>
        activation && names.scope !== undefined && activation.scope === names.scope && names.parameters.has(name)
          ? [{ name, assigned }]
          : [],
      );
    });
    const alone = entry.step?.how === 'arguments' && entry.step.kind === 'variable';
    const tied = uses.find(({ assigned }) => assigned || !alone);
    if (!tied) continue;
    refuse(
      capture,
      entry,
      `arguments that are tied to the parameter ${tied.name}`,
      "Add 'use strict' to the function, or take what was passed as a rest parameter (...list).",
    );
  }
}

function calleeOf(list: unknown): object | undefined {
  const callee: unknown = Object.getOwnPropertyDescriptor(list, 'callee')?.value;
  return typeof callee === 'function' ? callee : undefined;
}

function parametersOf(callee: object | undefined): {
  readonly scope: Activation['scope'] | undefined;
  readonly parameters: ReadonlySet<string>;
} {
  const internals = functionInternals(callee!);
  const source = Function.prototype.toString.call(callee);
  const script = scriptOfFunction(source, internals);
  const site = script && internals.position && siteAt(script, internals.position, source);
  const scope = site && script.text?.facts.inside.get(site.node);
  if (!scope || !isFunctionSyntax(site.node)) return { scope: undefined, parameters: new Set() };
  const parameters = site.node.params.flatMap((parameter) => (parameter.type === 'Identifier' ? [parameter.name] : []));
  return { scope: `${script.id}:${scope.id}`, parameters: new Set(parameters) };
}
