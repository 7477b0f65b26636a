import type { Reference, Scope, VariableKind } from './scope.ts';
import { childrenOf, type Syntax } from './syntax.ts';

/** A use of `this`, `super`, `new.target`, `import.meta`, `import()`, a private name, `with` or direct `eval`. */
export interface SpecialUse {
  readonly what: 'this' | 'super' | 'new.target' | 'import.meta' | 'import()' | 'private' | 'with' | 'eval';
  readonly node: Syntax;
  readonly scope: Scope;
}

/** All that one walk over a syntax tree finds. */
export interface ScopeFacts {
  readonly scopes: Scope[];
  readonly references: Reference[];
  readonly specials: SpecialUse[];
  /** The scope that each function and class stands in. */
  readonly outside: Map<Syntax, Scope>;
  /** The scope that a function, class, block or program opens. */
  readonly inside: Map<Syntax, Scope>;
  readonly parents: Map<Syntax, Syntax>;
}

/** One walk over a syntax tree: what it found so far, and how it goes on. */
export interface Walk {
  readonly facts: ScopeFacts;
  visit(node: Syntax, scope: Scope): void;
}

/** What a new scope is. */
export type Opening = Partial<Pick<Scope, 'function' | 'receiver' | 'strict'>> & { readonly takesVar?: boolean };

/** Opens the scope of a node. */
export function openScope({ facts }: Walk, node: Syntax, parent: Scope | undefined, opening: Opening = {}): Scope {
  const takesVar = opening.takesVar ?? opening.function ?? false;
  const scope: Scope = {
    id: facts.scopes.length,
    node,
    parent,
    get variableScope() {
      return takesVar || !parent ? scope : parent.variableScope;
    },
    function: opening.function ?? false,
    receiver: opening.receiver ?? 'lexical',
    strict: opening.strict ?? parent?.strict ?? false,
    variables: new Map(),
  };
  facts.scopes.push(scope);
  facts.inside.set(node, scope);
  return scope;
}

/** A name and where it stands. */
export interface Named {
  readonly name: string;
  readonly start: number;
}

/** Declares a name; the first declaration of a name stays, except that anything else replaces a `var`. */
export function declareName(scope: Scope, { name, start }: Named, kind: VariableKind): void {
  const known = scope.variables.get(name);
  if (known && (kind === 'var' || known.kind !== 'var')) return;
  scope.variables.set(name, { name, kind, scope, start, assigned: false, captured: false });
}

/** Notes a special use. */
export function noteUse({ facts }: Walk, what: SpecialUse['what'], node: Syntax, scope: Scope): void {
  facts.specials.push({ what, node, scope });
}

/** Visits the given children of a node. */
export function visitAll(
  walk: Walk,
  parent: Syntax,
  nodes: readonly (Syntax | null | undefined)[],
  scope: Scope,
): void {
  for (const node of nodes) {
    if (!node) continue;
    walk.facts.parents.set(node, parent);
    walk.visit(node, scope);
  }
}

/** Visits every child of a node. */
export function visitChildren(walk: Walk, node: Syntax, scope: Scope): void {
  visitAll(walk, node, childrenOf(node), scope);
}

/** Notes a use of a name. */
export function refer({ facts }: Walk, node: Syntax & { readonly name: string }, scope: Scope, writes: boolean): void {
  const { name, start, end } = node;
  const parent = facts.parents.get(node);
  const shorthand = parent?.type === 'Property' && parent.shorthand;
  facts.references.push({
    name,
    start,
    end,
    scope,
    writes,
    member: writes ? undefined : memberOf(facts, node),
    shorthand,
  });
}

function memberOf(facts: ScopeFacts, node: Syntax): string | undefined {
  const parent = facts.parents.get(node);
  if (parent?.type !== 'MemberExpression' || parent.object !== node || isWritten(facts, parent)) return undefined;
  if (!parent.computed) return parent.property.type === 'Identifier' ? parent.property.name : undefined;
  return parent.property.type === 'Literal' && typeof parent.property.value === 'string'
    ? parent.property.value
    : undefined;
}

function isWritten(facts: ScopeFacts, node: Syntax): boolean {
  const parent = facts.parents.get(node);
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete';
  return parent?.type === 'UpdateExpression';
}
