import type { Extras, Node } from '../format.ts';
import { malformed } from '../errors.ts';
import { valueIn, type Guard, type PrivateMember, type Revival } from './graph.ts';
import { extrasIn, isFunctionNode } from '../node-parts.ts';

/** The access to private members of classes, for functions that stood in their text. */
export function privateAccess(revival: Revival, names: readonly string[], owners: readonly number[]): object {
  const access = (name: string, owner = 0): object =>
    accessTo(() => memberOf(revival, valueIn(revival, [owner]), name));
  const object = Object.fromEntries(names.map((name, index) => [name, access(name, owners[index])]));
  given.set(object, () =>
    owners.map((owner, index) => ({ name: names[index] ?? '', owner: valueIn(revival, [owner]) })),
  );
  return object;
}

/** The names and classes that an access came back with, for its next journey; undefined for any other object. */
export function privatesBehind(access: object): readonly PrivateName[] | undefined {
  return given.get(access)?.();
}

interface PrivateName {
  readonly name: string;
  readonly owner: unknown;
}

const given = new WeakMap<object, () => readonly PrivateName[]>();

/** A private method on its own. */
export function privateMethod(revival: Revival, owner: object, name: string, isStatic: boolean): unknown {
  const guard = revival.guards.get(owner);
  if (!guard) return undefined;
  const object = isStatic ? owner : marked(owner as Class, guard);
  return guard.members[name]?.get(object);
}

function memberOf(revival: Revival, owner: unknown, name: string): PrivateMember {
  const member = revival.guards.get(owner as object)?.members[name];
  if (!member) throw malformed(`a class of it has no ${name}`);
  return member;
}

function accessTo(member: () => PrivateMember): object {
  const unlessNone =
    (view: (object: object) => object) =>
    (object: object | null | undefined): unknown =>
      object === null || object === undefined ? object : view(object);
  return {
    of: unlessNone((object) => ({
      get value() {
        return member().get(object);
      },
      set value(value: unknown) {
        member().set(object, value);
      },
    })),
    bound: unlessNone((object) => {
      const fn = member().get(object);
      return {
        value: typeof fn === 'function' ? (...args: unknown[]): unknown => Reflect.apply(fn, object, args) : fn,
      };
    }),
    has: (object: object) => member().has(object),
  };
}

/** An object with the private members of a class and nothing else. */
function marked(owner: Class, guard: Guard): object {
  if (!isDerived(owner)) return under(guard, () => Reflect.construct(owner, guard.args));
  const object = {};
  install(object, owner, guard);
  return object;
}

type Class = new (...args: unknown[]) => object;

/** Keeps the guard that comes with a class, and gives the class. */
export function guardIn(revival: Revival, [made, guard]: readonly [made: object, guard: Guard]): object {
  revival.guards.set(made, guard);
  return made;
}

/** Makes an object, and gives it the private fields of its classes without running code of the user's. */
export function withPrivateFields(revival: Revival, node: Node, make: (base?: object) => unknown): unknown {
  const levels = isFunctionNode(node) ? undefined : extrasIn(node)?.privates;
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
