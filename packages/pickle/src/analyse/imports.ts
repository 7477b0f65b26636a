import type { ScopeFacts } from './scope-facts.ts';
import type { Syntax } from './syntax.ts';

/** A name of a script that stands for something of another module. */
export interface ImportedName {
  readonly specifier: string;
  /** What is taken from the module, step by step; empty for the module itself. */
  readonly path: readonly string[];
  /** `import` where the language binds it; `load` where a call such as `require` returned it. */
  readonly by: 'import' | 'load';
  /** True where a function of an unknown name stands around the call: its result may be the module in other clothes, or anything. */
  readonly guessed?: boolean;
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

/** What is known of a script so far: its imports, and names that load modules as `require` does. */
interface Known {
  readonly imports: Map<string, ImportedName>;
  readonly loaders: Set<string>;
}

/** The names of a script that come from other modules. */
export function importsOf(tree: Syntax, facts: ScopeFacts): Map<string, ImportedName> {
  const imports = new Map<string, ImportedName>();
  const known: Known = { imports, loaders: new Set(loaders) };
  if (tree.type === 'Program') for (const statement of tree.body) fromDeclaration(statement, imports);
  for (const scope of facts.scopes) {
    if (!isTopLevel(scope)) continue;
    for (const statement of statementsOf(scope.node)) fromVariables(statement, known);
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

function fromVariables(statement: Syntax, known: Known): void {
  const { imports } = known;
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') return;
  for (const { id, init } of declaration.declarations) {
    if (id.type === 'Identifier' && init && makesRequire(init)) known.loaders.add(id.name);
    const loaded = init && loadedBy(init, known);
    if (!loaded) continue;
    if (id.type === 'Identifier') imports.set(id.name, loaded);
    if (id.type !== 'ObjectPattern' || loaded.guessed) continue;
    for (const property of id.properties) {
      if (property.type !== 'Property' || property.computed || property.value.type !== 'Identifier') continue;
      imports.set(property.value.name, { ...loaded, path: [...loaded.path, nameOf(property.key)] });
    }
  }
}

/** What an expression loads: `require('x')`, `await load('x')`, `interop(require('x'))`, `require('x').y`, or an import by another name. */
function loadedBy(node: Syntax, known: Known): ImportedName | undefined {
  switch (node.type) {
    case 'AwaitExpression':
      return loadedBy(node.argument, known);
    // Coverage tools count before they go on.
    case 'SequenceExpression': {
      const last = node.expressions.at(-1);
      return last && loadedBy(last, known);
    }
    case 'Identifier':
      return known.imports.get(node.name);
    case 'ImportExpression':
      return node.source.type === 'Literal'
        ? { specifier: String(node.source.value), path: [], by: 'load' }
        : undefined;
    case 'MemberExpression': {
      const from = node.computed ? undefined : loadedBy(node.object, known);
      return from && !from.guessed ? { ...from, path: [...from.path, nameOf(node.property)] } : undefined;
    }
    case 'CallExpression': {
      const [first] = node.arguments;
      if (!first) return undefined;
      if (first.type === 'Literal' && typeof first.value === 'string') {
        if (node.callee.type !== 'Identifier' || !known.loaders.has(node.callee.name)) return undefined;
        return { specifier: first.value, path: [], by: 'load' };
      }
      const loaded = first.type === 'Identifier' ? undefined : loadedBy(first, known);
      const isInterop = /(?:^_*(?:to|interop|import)|ESM|Wildcard)/i.test(calledName(node.callee));
      return isInterop || !loaded ? loaded : loaded.path.length === 0 ? { ...loaded, guessed: true } : undefined;
    }
    default:
      return undefined;
  }
}

/** `createRequire(…)` of `node:module`. */
function makesRequire(node: Syntax): boolean {
  return node.type === 'CallExpression' && calledName(node.callee) === 'createRequire';
}

/** The name that a call goes by: `f` in `f()`, `module.f()` and `(0, module.f)()`. */
function calledName(callee: Syntax): string {
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
  if (last) return calledName(last);
  return callee.type === 'MemberExpression' && !callee.computed ? nameOf(callee.property) : nameOf(callee);
}

function nameOf(node: Syntax): string {
  return node.type === 'Identifier' ? node.name : String((node as { value?: unknown }).value);
}
