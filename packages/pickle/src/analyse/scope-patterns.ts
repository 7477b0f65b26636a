import type { Scope, VariableKind } from './scope.ts';
import { declareName, refer, visitAll, type Walk } from './scope-facts.ts';
import type { Syntax } from './syntax.ts';

/** Declares the names of a pattern in `home` and visits its defaults and computed keys from `scope`. */
export function declarePattern(
  walk: Walk,
  parent: Syntax,
  pattern: Syntax,
  home: Scope,
  kind: VariableKind,
  scope: Scope,
): void {
  eachTarget(walk, parent, pattern, scope, (target) => {
    if (target.type === 'Identifier') declareName(home, target, kind);
  });
}

/** Notes what an assignment to a pattern writes, and visits its defaults and computed keys. */
export function assignPattern(walk: Walk, parent: Syntax, pattern: Syntax, scope: Scope): void {
  eachTarget(walk, parent, pattern, scope, (target) => {
    if (target.type === 'Identifier') refer(walk, target, scope, true);
    else walk.visit(target, scope);
  });
}

function eachTarget(walk: Walk, parent: Syntax, pattern: Syntax, scope: Scope, take: (target: Syntax) => void): void {
  walk.facts.parents.set(pattern, parent);
  const again = (child: Syntax): void => eachTarget(walk, pattern, child, scope, take);
  switch (pattern.type) {
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) again(element);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') {
          again(property);
          continue;
        }
        walk.facts.parents.set(property, pattern);
        if (property.computed) visitAll(walk, property, [property.key], scope);
        eachTarget(walk, property, property.value, scope, take);
      }
      return;
    case 'AssignmentPattern':
      again(pattern.left);
      return visitAll(walk, pattern, [pattern.right], scope);
    case 'RestElement':
      return again(pattern.argument);
    default:
      return take(pattern);
  }
}
