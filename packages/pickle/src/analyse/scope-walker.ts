import { lookUp, type Reference, type Scope } from './scope.ts';
import {
  declareName,
  noteUse,
  openScope,
  refer,
  visitAll,
  visitChildren,
  type ScopeFacts,
  type Walk,
} from './scope-facts.ts';
import { isStrict, walkClass, walkFunction } from './scope-functions.ts';
import { assignPattern, declarePattern } from './scope-patterns.ts';
import { isClassSyntax, isFunctionSyntax, type Syntax } from './syntax.ts';

/** Walks a syntax tree once and finds its scopes, what they declare and what they use. */
export function walkScopes(root: Syntax, strict: boolean): ScopeFacts {
  const facts: ScopeFacts = {
    scopes: [],
    references: [],
    specials: [],
    outside: new Map(),
    inside: new Map(),
    parents: new Map(),
  };
  const walk: Walk = { facts, visit: (node, scope) => visit(walk, node, scope) };
  const top = openScope(walk, root, undefined, { takesVar: true, receiver: 'own', strict: strict || isStrict(root) });
  visitChildren(walk, root, top);
  for (const reference of facts.references) settle(reference);
  return facts;
}

function settle(reference: Reference): void {
  const variable = lookUp(reference.scope, reference.name);
  if (!variable) return;
  if (reference.writes) variable.assigned = true;
  for (let at: Scope | undefined = reference.scope; at && at !== variable.scope; at = at.parent) {
    if (at.function) variable.captured = true;
  }
}

function visit(walk: Walk, node: Syntax, scope: Scope): void {
  if (isFunctionSyntax(node)) return walkFunction(walk, node, scope);
  if (isClassSyntax(node)) return walkClass(walk, node, scope);
  switch (node.type) {
    case 'Identifier':
      return refer(walk, node, scope, false);
    case 'ThisExpression':
      return noteUse(walk, 'this', node, scope);
    case 'Super':
      return noteUse(walk, 'super', node, scope);
    case 'PrivateIdentifier':
      return noteUse(walk, 'private', node, scope);
    case 'MetaProperty':
      return noteUse(walk, node.meta.name === 'new' ? 'new.target' : 'import.meta', node, scope);
    case 'ImportExpression':
      noteUse(walk, 'import()', node, scope);
      return visitChildren(walk, node, scope);
    case 'WithStatement':
      noteUse(walk, 'with', node, scope);
      return visitChildren(walk, node, scope);
    case 'CallExpression':
      if (node.callee.type === 'Identifier' && node.callee.name === 'eval') noteUse(walk, 'eval', node, scope);
      return visitChildren(walk, node, scope);
    case 'MemberExpression': {
      const named = !node.computed && node.property.type === 'Identifier';
      return visitAll(walk, node, named ? [node.object] : [node.object, node.property], scope);
    }
    case 'Property':
      return visitAll(walk, node, node.computed ? [node.key, node.value] : [node.value], scope);
    case 'AssignmentExpression':
      assignPattern(walk, node, node.left, scope);
      return visitAll(walk, node, [node.right], scope);
    case 'UpdateExpression':
      return assignPattern(walk, node, node.argument, scope);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return visitChain(walk, node, scope);
    default:
      return visitStatement(walk, node, scope);
  }
}

/** `a + b + c`, which may be thousands long and nests to the left: a call for each would overflow the stack. */
function visitChain(walk: Walk, node: Syntax, scope: Scope): void {
  const rights: (readonly [Syntax, Syntax])[] = [];
  let at = node;
  while (at.type === 'BinaryExpression' || at.type === 'LogicalExpression') {
    rights.push([at, at.right]);
    walk.facts.parents.set(at.left, at);
    at = at.left;
  }
  walk.visit(at, scope);
  for (const [parent, right] of rights.toReversed()) visitAll(walk, parent, [right], scope);
}

function visitStatement(walk: Walk, node: Syntax, scope: Scope): void {
  switch (node.type) {
    case 'VariableDeclaration':
      for (const declarator of node.declarations) {
        walk.facts.parents.set(declarator, node);
        const kind = node.kind === 'var' || node.kind === 'let' ? node.kind : 'const';
        declarePattern(walk, declarator, declarator.id, kind === 'var' ? scope.variableScope : scope, kind, scope);
        visitAll(walk, declarator, [declarator.init], scope);
      }
      return;
    case 'BlockStatement':
    case 'ForStatement':
      return visitChildren(walk, node, openScope(walk, node, scope));
    case 'SwitchStatement':
      visitAll(walk, node, [node.discriminant], scope);
      return visitAll(walk, node, node.cases, openScope(walk, node, scope));
    case 'ForInStatement':
    case 'ForOfStatement': {
      const inner = openScope(walk, node, scope);
      if (node.left.type === 'VariableDeclaration') visitAll(walk, node, [node.left], inner);
      else assignPattern(walk, node, node.left, inner);
      return visitAll(walk, node, [node.right, node.body], inner);
    }
    case 'CatchClause': {
      const inner = openScope(walk, node, scope);
      if (node.param) declarePattern(walk, node, node.param, inner, 'catch', inner);
      return visitAll(walk, node, [node.body], inner);
    }
    case 'LabeledStatement':
      return visitAll(walk, node, [node.body], scope);
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'ExportAllDeclaration':
      return;
    case 'ImportDeclaration':
      for (const specifier of node.specifiers) declareName(scope, specifier.local, 'import');
      return;
    case 'ExportNamedDeclaration':
      return visitAll(walk, node, [node.declaration], scope);
    default:
      return visitChildren(walk, node, scope);
  }
}
