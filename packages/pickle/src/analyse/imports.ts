import type { ScopeFacts } from './scope-facts.ts';
import type { Syntax } from './syntax.ts';

/** A name of a script that stands for something of another module. */
export interface ImportedName {
  readonly specifier: string;
  /** What is taken from the module, step by step; empty for the module itself. */
  readonly path: readonly string[];
  /** `import` where the language binds it; `load` where a call such as `require` returned it. */
  readonly by: 'import' | 'load';
}

/** Calls that load a module: of the language, of CommonJS, and of the code that tsx, jiti, esbuild and vitest emit. */
const loaders = new Set([
  'require',
  '__require',
  '__vite_ssr_import__',
  '__vi_import__',
  'jitiImport',
  '_vite_ssr_import_',
]);

/** The names of a script that come from other modules. */
export function importsOf(tree: Syntax, facts: ScopeFacts): Map<string, ImportedName> {
  const imports = new Map<string, ImportedName>();
  if (tree.type === 'Program') for (const statement of tree.body) fromDeclaration(statement, imports);
  for (const scope of facts.scopes) {
    if (!isTopLevel(scope)) continue;
    for (const statement of statementsOf(scope.node)) fromVariables(statement, imports);
  }
  return imports;
}

function fromDeclaration(statement: Syntax, imports: Map<string, ImportedName>): void {
  if (statement.type !== 'ImportDeclaration') return;
  const specifier = String(statement.source.value);
  for (const item of statement.specifiers) {
    const path =
      item.type === 'ImportNamespaceSpecifier'
        ? []
        : item.type === 'ImportDefaultSpecifier'
          ? ['default']
          : [nameOf(item.imported)];
    imports.set(item.local.name, { specifier, path, by: 'import' });
  }
}

/** True for the scope of the program, and for that of a function which a loader wrapped around the whole file. */
function isTopLevel(scope: {
  readonly node: Syntax;
  readonly parent: { readonly node: Syntax; parent: unknown } | undefined;
}): boolean {
  let at: { readonly node: Syntax; readonly parent: unknown } | undefined = scope;
  let functions = 0;
  while (at) {
    if (at.node.type.includes('Function')) functions += 1;
    at = at.parent as typeof at;
  }
  return functions <= 1;
}

function statementsOf(node: Syntax): readonly Syntax[] {
  if (node.type === 'Program' || node.type === 'BlockStatement') return node.body;
  if (
    'body' in node &&
    typeof node.body === 'object' &&
    node.body !== null &&
    'type' in node.body &&
    node.body.type === 'BlockStatement'
  ) {
    return node.body.body;
  }
  return [];
}

function fromVariables(statement: Syntax, imports: Map<string, ImportedName>): void {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') return;
  for (const { id, init } of declaration.declarations) {
    const loaded = init && loadedBy(init, imports);
    if (!loaded) continue;
    if (id.type === 'Identifier') imports.set(id.name, loaded);
    if (id.type !== 'ObjectPattern') continue;
    for (const property of id.properties) {
      if (property.type !== 'Property' || property.computed || property.value.type !== 'Identifier') continue;
      imports.set(property.value.name, { ...loaded, path: [...loaded.path, nameOf(property.key)] });
    }
  }
}

/** What an expression loads: `require('x')`, `await load('x')`, `interop(require('x'))`, `require('x').y`, or an import by another name. */
function loadedBy(node: Syntax, imports: ReadonlyMap<string, ImportedName>): ImportedName | undefined {
  switch (node.type) {
    case 'AwaitExpression':
      return loadedBy(node.argument, imports);
    case 'Identifier':
      return imports.get(node.name);
    case 'ImportExpression':
      return node.source.type === 'Literal'
        ? { specifier: String(node.source.value), path: [], by: 'load' }
        : undefined;
    case 'MemberExpression': {
      const from = node.computed ? undefined : loadedBy(node.object, imports);
      return from && { ...from, path: [...from.path, nameOf(node.property)] };
    }
    case 'CallExpression': {
      const [first] = node.arguments;
      if (!first) return undefined;
      if (first.type === 'Literal' && typeof first.value === 'string') {
        if (node.callee.type !== 'Identifier' || !loaders.has(node.callee.name)) return undefined;
        return { specifier: first.value, path: [], by: 'load' };
      }
      const interop =
        node.callee.type === 'Identifier' && /(?:^_*(?:to|interop|import)|ESM|Wildcard)/i.test(node.callee.name);
      return interop && first.type !== 'Identifier' ? loadedBy(first, imports) : undefined;
    }
    default:
      return undefined;
  }
}

function nameOf(node: Syntax): string {
  return node.type === 'Identifier' ? node.name : String((node as { value?: unknown }).value);
}
