import { privateUse, type PrivateUse } from './private-uses.ts';
import { outwards, type Scope } from './scope.ts';
import type { ScopeFacts } from './scope-facts.ts';
import { isClassSyntax, type Syntax } from './syntax.ts';

/** What code takes from around it besides names. */
export interface OuterUses {
  /** `this` of the surrounding code: only arrows and computed keys can use it. */
  readonly outerThis: boolean;
  /** `super`, whose meaning hangs on the object or class that the code was written in. */
  readonly outerSuper: boolean;
  /** Every `new.target` of the surrounding code. */
  readonly outerNewTargets: readonly Syntax[];
  readonly importMeta: boolean;
  /** The specifier of every `import()`; undefined for one that is computed. */
  readonly dynamicImports: readonly (string | undefined)[];
  readonly directEval: boolean;
  readonly usesWith: boolean;
  /** Private names that no class inside the code declares. */
  readonly outerPrivateNames: readonly string[];
  /** Every use of such a name. */
  readonly outerPrivates: readonly PrivateUse[];
}

/** What a part of a tree takes from around it besides names. */
export function outerUses(facts: ScopeFacts, root: Syntax): OuterUses {
  const inside = facts.specials.filter(({ node }) => node.start >= root.start && node.end <= root.end);
  const outer = (what: string): Syntax[] =>
    inside.flatMap((use) =>
      use.what === what && !hasReceiver(use.scope, root, use.what === 'super') ? [use.node] : [],
    );
  const privates = inside.flatMap(({ what, node, scope }) =>
    what === 'private' && isUndeclared(node, scope, root) ? privateUse(facts, node) : [],
  );
  return {
    outerThis: outer('this').length > 0,
    outerSuper: outer('super').length > 0,
    outerNewTargets: outer('new.target'),
    importMeta: inside.some(({ what }) => what === 'import.meta'),
    dynamicImports: inside.filter(({ what }) => what === 'import()').map(({ node }) => literalSource(node)),
    directEval: inside.some(({ what }) => what === 'eval'),
    usesWith: inside.some(({ what }) => what === 'with'),
    outerPrivateNames: [...new Set(privates.map(({ name }) => name))],
    outerPrivates: privates,
  };
}

function hasReceiver(scope: Scope, root: Syntax, forSuper: boolean): boolean {
  for (const at of outwards(scope)) {
    if (at.node.start < root.start || at.node.end > root.end) return false;
    // A method or function on its own has a `this`, but its `super` belongs to what it was written in.
    if (at.function && at.receiver === 'own') return !(forSuper && at.node === root);
  }
  return false;
}

function literalSource(node: Syntax): string | undefined {
  if (node.type !== 'ImportExpression' || node.source.type !== 'Literal') return undefined;
  return typeof node.source.value === 'string' ? node.source.value : undefined;
}

function isUndeclared(node: Syntax, scope: Scope, root: Syntax): boolean {
  if (node.type !== 'PrivateIdentifier') return false;
  for (const at of outwards(scope)) {
    if (at.node.start < root.start || at.node.end > root.end) break;
    if (isClassSyntax(at.node) && declaresPrivate(at.node.body.body, node.name)) return false;
  }
  return true;
}

function declaresPrivate(elements: readonly Syntax[], name: string): boolean {
  return elements.some(
    (element) => 'key' in element && element.key.type === 'PrivateIdentifier' && element.key.name === name,
  );
}
