import type { Extras, Node } from '../format.ts';
import { extrasIn, valueIn, type Guard, type Revival } from './graph.ts';

type Class = new (...args: unknown[]) => object;

/** Keeps the guard that comes with a class, and gives the class. */
export function guardIn(revival: Revival, [made, guard]: readonly [made: object, guard: Guard]): object {
  revival.guards.set(made, guard);
  return made;
}

/** Makes an object, and gives it the private fields of its classes without running code of the user's. */
export function withPrivateFields(revival: Revival, node: Node, make: (base?: object) => unknown): unknown {
  const levels = node[0] === 'function' ? undefined : extrasIn(node)?.privates;
  if (!levels) return make();
  const owners = ownersIn(revival, levels);
  const [first] = owners;
  const base =
    first && !isDerived(first.owner)
      ? under(first.guard, () => Reflect.construct(first.owner, first.guard.args))
      : undefined;
  const object = make(base) as object;
  for (const { owner, guard } of base ? owners.slice(1) : owners) install(object, owner, guard);
  // Public fields came along; the graph says which of them there are.
  if (node[0] === 'object') for (const key of Reflect.ownKeys(object)) Reflect.deleteProperty(object, key);
  return object;
}

function ownersIn(
  revival: Revival,
  levels: NonNullable<Extras['privates']>,
): { readonly owner: Class; readonly guard: Guard }[] {
  return levels.flatMap(([index]) => {
    const owner = valueIn(revival, [index]) as Class;
    const guard = revival.guards.get(owner);
    return guard ? [{ owner, guard }] : [];
  });
}

function isDerived(owner: Class): boolean {
  return Object.getPrototypeOf(owner) !== Function.prototype;
}

/** A derived class gives its fields to whatever its base returns: for a moment, that is the object. */
function install(object: object, owner: Class, guard: Guard): void {
  const base = Object.getPrototypeOf(owner) as object | null;
  Object.setPrototypeOf(owner, function () {
    return object;
  });
  try {
    under(guard, () => Reflect.construct(owner, guard.args));
  } finally {
    Object.setPrototypeOf(owner, base);
  }
}

function under<T>(guard: Guard, run: () => T): T {
  guard.on = true;
  try {
    return run();
  } finally {
    guard.on = false;
  }
}
