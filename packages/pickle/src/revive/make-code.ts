import type { Node, ScopeData, Slot } from '../format.ts';
import { isMadeFirst } from '../made-first.ts';
import { programParts } from '../node-parts.ts';
import { valueIn, type Revival } from './graph.ts';

/** A program that ran: its functions, and what gives its variables their values. */
export interface MadeCode {
  readonly members: readonly unknown[];
  readonly setters: readonly { readonly set: (values: readonly unknown[]) => void; readonly slots: readonly Slot[] }[];
}

type Factory = (
  ...values: unknown[]
) => readonly [members: unknown[], set?: 0 | ((values: readonly unknown[]) => void), scopes?: Factory[]];

/** Runs a program text, scope by scope; values that are not alive yet are set later. */
export function makeCode(revival: Revival, program: Node, prepare: (index: number) => void): MadeCode {
  const { variables, extras } = programParts(program);
  for (const index of extras.needs ?? []) prepare(index);
  const members: unknown[] = [];
  const setters: MadeCode['setters'][number][] = [];
  const known = (slot: Slot): unknown =>
    isMadeFirst(revival.nodes, slot) ? valueIn(revival, slot) : valueIn(revival, slot, () => undefined);
  const enter = (factory: Factory, [slots, more = {}]: ScopeData): void => {
    const values = more.arguments === undefined ? slots.map(known) : (listIn(revival, more.arguments) ?? []);
    const outerThis = more.this === undefined ? undefined : valueIn(revival, more.this);
    const [own, set, inner = []] = Reflect.apply(factory, outerThis, values);
    if (set) setters.push({ set, slots });
    members.push(...own);
    for (const [index, scope] of (more.scopes ?? []).entries()) {
      const next = inner[index];
      if (next) enter(next, scope);
    }
  };
  enter(revival.run(program) as Factory, [variables, extras]);
  return { members, setters };
}

function listIn(revival: Revival, slot: Slot): unknown[] | undefined {
  const index = Array.isArray(slot) ? (slot[0] as number) : -1;
  const items = revival.nodes[index]?.[1] as Slot[] | undefined;
  return items?.map((item) => valueIn(revival, item));
}
