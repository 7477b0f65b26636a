import type { Scope } from './scope.ts';
import { declareName, noteUse, openScope, visitAll, type Named, type Walk } from './scope-facts.ts';
import { declarePattern } from './scope-patterns.ts';
import type { ClassSyntax, FunctionSyntax, Syntax } from './syntax.ts';

/** Visits a function: its name, its parameters, and its body in a scope of its own when a parameter has code. */
export function walkFunction(walk: Walk, node: FunctionSyntax, outer: Scope): void {
  const strict = outer.strict || isStrict(node.body);
  const around = node.type === 'FunctionExpression' && node.id ? ownName(walk, node, node.id, outer) : outer;
  if (node.type === 'FunctionDeclaration' && node.id) declareFunction(outer, node.id);
  walk.facts.outside.set(node, around);

  const receiver = node.type === 'ArrowFunctionExpression' ? 'lexical' : 'own';
  const parameters = openScope(walk, node, around, { function: true, receiver, strict });
  for (const parameter of node.params) declarePattern(walk, node, parameter, parameters, 'parameter', parameters);
  if (node.body.type !== 'BlockStatement') return visitAll(walk, node, [node.body], parameters);

  walk.facts.parents.set(node.body, node);
  const simple = node.params.every((parameter) => parameter.type === 'Identifier');
  const body = simple ? parameters : openScope(walk, node.body, parameters, { takesVar: true });
  visitAll(walk, node.body, node.body.body, body);
}

/** Visits a class: its name inside, its heritage and keys there, each initialiser with a `this` of its own. */
export function walkClass(walk: Walk, node: ClassSyntax, outer: Scope): void {
  if (node.type === 'ClassDeclaration' && node.id) declareName(outer, node.id, 'class');
  walk.facts.outside.set(node, outer);
  const scope = openScope(walk, node, outer, { strict: true });
  if (node.id) declareName(scope, node.id, 'own-name');
  visitAll(walk, node, [node.superClass], scope);
  walk.facts.parents.set(node.body, node);
  for (const element of node.body.body) {
    walk.facts.parents.set(element, node.body);
    if (element.type === 'StaticBlock') {
      visitAll(walk, element, element.body, openScope(walk, element, scope, { function: true, receiver: 'own' }));
      continue;
    }
    if (element.computed) visitAll(walk, element, [element.key], scope);
    if (element.key.type === 'PrivateIdentifier') noteUse(walk, 'private', element.key, scope);
    if (!element.value) continue;
    const home =
      element.type === 'MethodDefinition'
        ? scope
        : openScope(walk, element, scope, { function: true, receiver: 'own' });
    visitAll(walk, element, [element.value], home);
  }
}

/** True when a body opens with the directive `'use strict'`. */
export function isStrict(body: Syntax): boolean {
  if (body.type !== 'BlockStatement' && body.type !== 'Program') return false;
  for (const statement of body.body) {
    if (statement.type !== 'ExpressionStatement' || typeof statement.directive !== 'string') return false;
    if (statement.directive === 'use strict') return true;
  }
  return false;
}

function ownName(walk: Walk, node: FunctionSyntax, name: Named, outer: Scope): Scope {
  const scope = openScope(walk, node, outer);
  declareName(scope, name, 'own-name');
  return scope;
}

function declareFunction(scope: Scope, name: Named): void {
  declareName(scope, name, 'function');
  // Annex B: sloppy code sees a function of a block in the whole function, too.
  if (!scope.strict && scope.variableScope !== scope) declareName(scope.variableScope, name, 'var');
}
