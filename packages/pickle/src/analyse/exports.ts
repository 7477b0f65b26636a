import type { ExportedName } from './exported-name.ts';
import { childrenOf, isFunctionSyntax, type Syntax } from './syntax.ts';

/** The names that a module gives out, as the language, esbuild, tsx, jiti and vitest write it. */
export function exportsOf(tree: Syntax): ExportedName[] {
  const found: ExportedName[] = [];
  const seen = new Set<string>();
  const add = (exported: string, local: string): void => {
    const key = `${exported} ${local}`;
    if (!seen.has(key)) found.push({ exported, local });
    seen.add(key);
  };
  const pending: Syntax[] = [tree];
  for (let node = pending.pop(); node; node = pending.pop()) {
    fromStatement(node, add);
    fromCall(node, add);
    fromAssignment(node, add);
    pending.push(...childrenOf(node).toReversed());
  }
  return found;
}

type Add = (exported: string, local: string) => void;

function fromStatement(node: Syntax, add: Add): void {
  if (node.type === 'ExportDefaultDeclaration') {
    const { declaration } = node;
    if (declaration.type === 'Identifier') add('default', declaration.name);
    else if ('id' in declaration && declaration.id) add('default', declaration.id.name);
    else add('default', '*default*');
  }
  if (node.type !== 'ExportNamedDeclaration' || node.source) return;
  for (const { exported, local } of node.specifiers) add(nameOf(exported), nameOf(local));
  const { declaration } = node;
  if (declaration?.type === 'VariableDeclaration') {
    for (const { id } of declaration.declarations) for (const name of namesIn(id)) add(name, name);
  } else if (declaration?.id) add(declaration.id.name, declaration.id.name);
}

/** `__export(x, { name: () => local })`, `__vite_ssr_exportName__("name", () => local)`, `Object.defineProperty(x, "name", { get() { return local } })`. */
function fromCall(node: Syntax, add: Add): void {
  if (node.type !== 'CallExpression') return;
  const [first, second, third] = node.arguments;
  const callee = node.callee.type === 'Identifier' ? node.callee.name : undefined;
  if (callee === '__export' && second?.type === 'ObjectExpression') {
    for (const property of second.properties) {
      const local = property.type === 'Property' ? returned(property.value) : undefined;
      if (property.type === 'Property' && local) add(nameOf(property.key), local);
    }
  }
  if (callee?.includes('exportName') && first?.type === 'Literal' && second) {
    const local = returned(second);
    if (local) add(String(first.value), local);
  }
  if (node.callee.type !== 'MemberExpression' || nameOf(node.callee.property) !== 'defineProperty') return;
  if (second?.type !== 'Literal' || third?.type !== 'ObjectExpression') return;
  for (const property of third.properties) {
    if (property.type !== 'Property' || nameOf(property.key) !== 'get') continue;
    const local = returned(property.value);
    if (local) add(String(second.value), local);
  }
}

/** `exports.a = exports.b = local` and `module.exports.a = local`. */
function fromAssignment(node: Syntax, add: Add): void {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return;
  const { object, property } = node.left;
  const isExports =
    (object.type === 'Identifier' && object.name === 'exports') ||
    (object.type === 'MemberExpression' && nameOf(object.property) === 'exports');
  let value: Syntax = node.right;
  while (value.type === 'AssignmentExpression') value = value.right;
  if (isExports && value.type === 'Identifier') add(nameOf(property), value.name);
}

function returned(node: Syntax): string | undefined {
  if (!isFunctionSyntax(node)) return undefined;
  if (node.body.type === 'Identifier') return node.body.name;
  let statement: Syntax | undefined = node.body.type === 'BlockStatement' ? node.body.body[0] : undefined;
  if (statement?.type === 'TryStatement') statement = statement.block.body[0];
  return statement?.type === 'ReturnStatement' && statement.argument?.type === 'Identifier'
    ? statement.argument.name
    : undefined;
}

function namesIn(pattern: Syntax): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'Property' ? property.value : property),
      );
    default:
      return [];
  }
}

function nameOf(node: Syntax): string {
  return node.type === 'Identifier' ? node.name : String((node as { value?: unknown }).value);
}
