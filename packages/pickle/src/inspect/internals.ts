import type { Runtime } from 'node:inspector';
import { handleOf, post, valueOf } from './session.ts';

/** A position in a script, counted from zero. */
export interface ScriptPosition {
  readonly scriptId: string;
  readonly line: number;
  readonly column: number;
}

/** One context of a closure, as V8 lists it: a copy of its names and values. */
export interface RuntimeScope {
  readonly kind: string;
  readonly values: Record<string, unknown>;
}

/** What V8 knows of a function besides its properties. */
export interface FunctionInternals {
  readonly position: ScriptPosition | undefined;
  /** From the innermost outwards; the last one is the global object's. */
  readonly scopes: readonly RuntimeScope[];
  /** The same, always with all names. */
  readonly allScopes: readonly RuntimeScope[];
  readonly privates: readonly PrivateMember[];
}

/** A private field of an object or class; accessors and methods come with the text of the class. */
export interface PrivateMember {
  readonly name: string;
  readonly value: unknown;
}

/** What V8 knows of a function. It is asked when something of it is read, as each question takes time. */
export function functionInternals(fn: object): FunctionInternals {
  let described: Described | undefined;
  let scopes: readonly RuntimeScope[] | undefined;
  let allScopes: readonly RuntimeScope[] | undefined;
  const describeOnce = (): Described => (described ??= describe(fn));
  return {
    get position() {
      if (!positions.has(fn)) positions.set(fn, positionIn(describeOnce()));
      return positions.get(fn);
    },
    get scopes() {
      return (scopes ??= kept.get(fn) ?? this.allScopes);
    },
    get allScopes() {
      return (allScopes ??= scopesIn(describeOnce()));
    },
    get privates() {
      return describeOnce().privates;
    },
  };
}

const kept = new WeakMap<object, readonly RuntimeScope[]>();

/** Keeps the scopes of a function, with those names only whose values never change: as long as the function lives, these live anyway. */
export function keepScopes(fn: object, scopes: readonly RuntimeScope[], names: readonly string[]): void {
  if (kept.has(fn)) return;
  const pick = (values: RuntimeScope['values']): RuntimeScope['values'] =>
    Object.fromEntries(names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]));
  kept.set(
    fn,
    scopes.map(({ kind, values }) => ({ kind, values: kind === 'Global' ? values : pick(values) })),
  );
}

/** Where functions stand: unlike what their scopes hold, it never changes. */
const positions = new WeakMap<object, ScriptPosition | undefined>();

function positionIn({ internal }: Described): ScriptPosition | undefined {
  const at = internal.get('[[FunctionLocation]]')?.value as
    | { scriptId: string; lineNumber: number; columnNumber: number }
    | undefined;
  return at && { scriptId: at.scriptId, line: at.lineNumber, column: at.columnNumber };
}

/** The private fields of an object. */
export function privateMembers(object: object): readonly PrivateMember[] {
  return describe(object).privates;
}

/** The live value of an internal slot such as `[[BoundThis]]`; undefined where there is none. */
export function internalSlot(object: object, slot: string): unknown {
  const remote = describe(object).internal.get(slot);
  return remote && live(remote);
}

/** The own property names of an object that are not indices; a large typed array has no others, but a million of these. */
export function namesBesideIndices(object: object): string[] {
  const { result } = post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', {
    objectId: handleOf(object),
    ownProperties: true,
    nonIndexedPropertiesOnly: true,
  });
  return result.flatMap(({ name, symbol }) => (symbol ? [] : [name])).filter((name) => Object.hasOwn(object, name));
}

interface Described {
  readonly internal: ReadonlyMap<string, Runtime.RemoteObject>;
  readonly privates: readonly PrivateMember[];
}

function describe(object: object): Described {
  const answer = post<Runtime.GetPropertiesReturnType & { privateProperties?: Runtime.PropertyDescriptor[] }>(
    'Runtime.getProperties',
    { objectId: handleOf(object), ownProperties: true },
  );
  const internal = new Map<string, Runtime.RemoteObject>();
  for (const { name, value } of answer.internalProperties ?? []) if (value) internal.set(name, value);
  const privates = (answer.privateProperties ?? []).flatMap(({ name, value }) =>
    value ? [{ name, value: live(value) }] : [],
  );
  return { internal, privates };
}

function live(remote: Runtime.RemoteObject): unknown {
  if (remote.objectId !== undefined) return valueOf(remote.objectId);
  if (remote.unserializableValue === undefined) return remote.type === 'undefined' ? undefined : remote.value;
  const text = remote.unserializableValue;
  return text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text);
}

function scopesIn({ internal }: Described): RuntimeScope[] {
  const handle = internal.get('[[Scopes]]')?.objectId;
  if (handle === undefined) return [];
  const list = valueOf(handle) as ArrayLike<{ description: string; object: Record<string, unknown> }>;
  return Array.from(list, ({ description, object }) => {
    const kind = description.split(' ')[0] ?? '';
    return { kind, values: kind === 'Global' ? object : readable(object) };
  });
}

/** Stands for the value of a variable that was not initialised yet. On Node 20 the value shows as undefined. */
export const unreached: unique symbol = Symbol('unreached');

/** From Node 22 on, to read a variable that was not initialised yet throws. */
function readable(values: Record<string, unknown>): Record<string, unknown> {
  try {
    Object.values(values);
    return values;
  } catch {
    return Object.fromEntries(Object.keys(values).map((name) => [name, valueIn(values, name)]));
  }
}

function valueIn(values: Record<string, unknown>, name: string): unknown {
  try {
    return values[name];
  } catch {
    return unreached;
  }
}
