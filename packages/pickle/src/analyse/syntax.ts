import { parse, type AnyNode, type Options, type Program } from 'acorn';

export type { Program };

/** A node of the syntax tree, as acorn gives it. */
export type Syntax = AnyNode;

/** A node that makes a function. */
export type FunctionSyntax = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** A node that makes a class. */
export type ClassSyntax = Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>;

const tolerant: Options = {
  ecmaVersion: 'latest',
  allowReturnOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
  allowHashBang: true,
  checkPrivateFields: false,
};

/** Parses sloppy or strict code that is not a module: the body of a CommonJS file, a script, one expression. */
export function parseScript(source: string): Program {
  return parse(source, { ...tolerant, sourceType: 'script' });
}

/** Parses an ES module. */
export function parseModule(source: string): Program {
  return parse(source, { ...tolerant, sourceType: 'module' });
}

/** True for the nodes that make a function. */
export function isFunctionSyntax(node: Syntax): node is FunctionSyntax {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  );
}

/** True for the nodes that make a class. */
export function isClassSyntax(node: Syntax): node is ClassSyntax {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

/** The child nodes of a node, in source order. */
export function childrenOf(node: Syntax): Syntax[] {
  const children: Syntax[] = [];
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isSyntax(item)) children.push(item);
    } else if (isSyntax(value)) children.push(value);
  }
  return children;
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
