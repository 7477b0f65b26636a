import type { FrameData } from '../emit/program.ts';
import type { Node, Slot } from '../format.ts';
import { valueIn, type Revival } from './graph.ts';

/** A program that ran: its functions, and what gives its variables their values. */
export interface MadeCode {
  readonly members: readonly unknown[];
  readonly setters: readonly { readonly set: (values: readonly unknown[]) => void; readonly slots: readonly Slot[] }[];
}

type Factory = (
  ...values: unknown[]
) => readonly [set: 0 | ((values: readonly unknown[]) => void), members: unknown[], frames?: Factory[]];

/** Runs a program text, scope by scope; values that are not alive yet are set later. */
export function makeCode(revival: Revival, program: Node, prepare: (index: number) => void): MadeCode {
  const [, , data, , needs = []] = program;
  for (const index of needs as number[]) prepare(index);
  const members: unknown[] = [];
  const setters: MadeCode['setters'][number][] = [];
  const enter = (factory: Factory, [slots, frames = [], outerThis, outerArguments]: FrameData): void => {
    const known = (slot: Slot): unknown => valueIn(revival, slot, () => undefined);
    const values = outerArguments === undefined ? slots.map(known) : [...(listIn(revival, outerArguments) ?? [])];
    const [set, own, inner = []] = Reflect.apply(
      factory,
      outerThis === undefined ? undefined : valueIn(revival, outerThis),
      values,
    );
    if (set !== 0) setters.push({ set, slots });
    members.push(...own);
    for (const [index, frame] of frames.entries()) {
      const next = inner[index];
      if (next) enter(next, frame);
    }
  };
  enter(revival.run(program) as Factory, data as FrameData);
  return { members, setters };
}

function listIn(revival: Revival, slot: Slot): unknown[] | undefined {
  const index = Array.isArray(slot) ? (slot[0] as number) : -1;
  const items = revival.nodes[index]?.[1] as Slot[] | undefined;
  return items?.map((item) => valueIn(revival, item));
}
