import { lookUp, outwards, type Scope } from './scope.ts';
import type { ScopeFacts } from './scope-facts.ts';
import { isClassSyntax, type Syntax } from './syntax.ts';

/** A name that a piece of code takes from outside. */
export interface FreeName {
  readonly name: string;
  /** True when the code assigns to it. */
  readonly assigned: boolean;
  /** The properties read from it when nothing else is done with it; undefined otherwise. */
  readonly members: readonly string[] | undefined;
  /** True when a class needs it while it is being defined: its heritage, a computed key, a static part. */
  readonly atDefinition: boolean;
}

/** A use of a function's own name. */
export interface OwnNameUse {
  /** True when the function assigns to it, which replaces the function where the name is that of a declaration. */
  readonly assigned: boolean;
}

/** The free names of a part of a tree, in the order of their first use. */
export function freeNames(facts: ScopeFacts, root: Syntax): FreeName[] {
  const found = new Map<string, { assigned: boolean; members: Set<string> | undefined; atDefinition: boolean }>();
  const home = facts.outside.get(root);
  for (const reference of facts.references) {
    if (reference.start < root.start || reference.end > root.end) continue;
    if (isBoundInside(reference.scope, reference.name, root, home)) continue;
    const entry = found.get(reference.name) ?? { assigned: false, members: new Set<string>(), atDefinition: false };
    found.set(reference.name, entry);
    entry.assigned ||= reference.writes;
    if (reference.member === undefined) entry.members = undefined;
    else entry.members?.add(reference.member);
    entry.atDefinition ||= runsAtDefinition(reference.scope, root);
  }
  return [...found].map(([name, entry]) => ({ ...entry, name, members: entry.members && [...entry.members] }));
}

/** How a function refers to the name that it was given in its own text; undefined when it does not. */
export function ownNameUse(facts: ScopeFacts, root: Syntax): OwnNameUse | undefined {
  const uses = facts.references.filter(({ name, scope }) => {
    const variable = lookUp(scope, name);
    return variable?.kind === 'own-name' && variable.scope.node === root;
  });
  if (uses.length === 0) return undefined;
  return { assigned: uses.some(({ writes }) => writes) };
}

function isBoundInside(scope: Scope, name: string, root: Syntax, home: Scope | undefined): boolean {
  for (const at of outwards(scope)) {
    if (at === home && at.node !== root) return false;
    if (at.variables.has(name)) return isWithin(at.node, root);
    // Every function that is not an arrow has `arguments`.
    if (name === 'arguments' && at.function && at.receiver === 'own') return isWithin(at.node, root);
    if (!isWithin(at.node, root)) return false;
  }
  return false;
}

function isWithin(node: Syntax, root: Syntax): boolean {
  return node.start >= root.start && node.end <= root.end;
}

function runsAtDefinition(scope: Scope, root: Syntax): boolean {
  if (!isClassSyntax(root)) return false;
  for (const at of outwards(scope)) {
    if (at.node === root) return true;
    if (at.function && at.node.type !== 'StaticBlock' && !(at.node.type === 'PropertyDefinition' && at.node.static))
      return false;
  }
  return false;
}
