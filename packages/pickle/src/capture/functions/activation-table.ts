import type { Activation } from './activation.ts';

/** Activations of one scope by what their variables hold, one step for each name and value: thousands of them are told apart without comparing all. */
export interface ActivationTable {
  readonly here: Activation[];
  readonly next: Map<unknown, ActivationTable>;
}

/** A table with nothing in it. */
export function createActivationTable(): ActivationTable {
  return { here: [], next: new Map() };
}

/** The activation with the same values, or a new one. */
export function activationWith(table: ActivationTable, activation: Activation): Activation {
  let at = table;
  // A scope that is entered once has one activation, whatever its variables hold by now.
  if (!activation.once) for (const step of Object.entries(activation.values).flat()) at = stepTo(at, step);
  const known = at.here.find((other) => activation.once || sameValues(other.values, activation.values));
  if (!known) at.here.push(activation);
  return known ?? activation;
}

function stepTo({ next }: ActivationTable, step: unknown): ActivationTable {
  const known = next.get(step) ?? createActivationTable();
  next.set(step, known);
  return known;
}

/** Keys of a map do not tell 0 and -0 apart. */
function sameValues(left: Activation['values'], right: Activation['values']): boolean {
  return Object.keys(left).every((name) => Object.is(left[name], right[name]));
}
