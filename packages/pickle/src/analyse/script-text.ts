import type { ExportedName } from './exported-name.ts';
import { exportsOf } from './exports.ts';
import { importsOf, type ImportedName } from './imports.ts';
import { passedOnIn, type PassedOn } from './passed-on.ts';
import type { Scope } from './scope.ts';
import type { ScopeFacts } from './scope-facts.ts';
import { walkScopes } from './scope-walker.ts';
import { isClassSyntax, isFunctionSyntax, parseModule, parseScript, type Program, type Syntax } from './syntax.ts';

/** What the text of a whole script says. */
export interface ScriptText {
  readonly source: string;
  readonly module: boolean;
  readonly facts: ScopeFacts;
  /** Scopes that are entered once: the top, and what a loader wrapped around the whole file. */
  readonly once: ReadonlySet<Scope>;
  /** Names that come from other modules, by the name that they have here. */
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Names that the module gives out, and what they are called inside. */
  readonly exports: readonly ExportedName[];
  /** What it gives out of other modules without touching it. */
  readonly passedOn: readonly PassedOn[];
}

/** Where a function stands in its script. */
export interface Site {
  /** The function or class itself. */
  readonly node: Syntax;
  /** The method, accessor or field that it is the value of. */
  readonly element: Syntax | undefined;
  /** Where its text begins in the script. */
  readonly start: number;
  readonly scope: Scope;
  readonly strict: boolean;
  /** True where its name is a binding of the scope around it. */
  readonly declaration: boolean;
}

/** Reads a whole script; undefined when it cannot be parsed. */
export function readScriptText(source: string): ScriptText | undefined {
  const parsed = parseEither(source);
  if (!parsed) return undefined;
  const { tree, module } = parsed;
  const facts = walkScopes(tree, module);
  let exports: readonly ExportedName[] | undefined;
  let passedOn: readonly PassedOn[] | undefined;
  return {
    source,
    module,
    facts,
    once: onceScopes(tree, facts),
    imports: importsOf(tree, facts),
    get exports() {
      return (exports ??= exportsOf(tree));
    },
    get passedOn() {
      return (passedOn ??= passedOnIn(tree));
    },
  };
}

/** As a module where it imports or exports, as a script otherwise; what it looks like is tried first, as parsing is what takes the time. */
function parseEither(source: string): { readonly tree: Program; readonly module: boolean } | undefined {
  const script = /^\s*(?:import|export)\b/m.test(source) ? undefined : attempt(() => parseScript(source));
  if (script && !hasModuleSyntax(script)) return { tree: script, module: false };
  const module = attempt(() => parseModule(source));
  if (module && hasModuleSyntax(module)) return { tree: module, module: true };
  const tree = script ?? attempt(() => parseScript(source)) ?? module;
  return tree && { tree, module: false };
}

function hasModuleSyntax({ body }: Program): boolean {
  return body.some(({ type }) => type.startsWith('Import') || type.startsWith('Export'));
}

function onceScopes(tree: Syntax, facts: ScopeFacts): Set<Scope> {
  const nodes: Syntax[] = [tree];
  const body =
    tree.type === 'Program' ? tree.body.filter((statement) => !('directive' in statement && statement.directive)) : [];
  const [only] = body;
  if (body.length === 1 && only?.type === 'ExpressionStatement' && isFunctionSyntax(only.expression)) {
    const { body: inner } = only.expression;
    nodes.push(
      only.expression,
      inner,
      ...(inner.type === 'BlockStatement' && inner.body.length === 1 ? inner.body : []),
    );
  }
  return new Set(nodes.flatMap((node) => facts.inside.get(node) ?? []));
}

/** Finds a function by its text and, where the same text stands there more than once, by its position. */
export function siteOf(script: ScriptText, text: string, offset: number): Site | undefined {
  const places: Syntax[] = [];
  for (const node of script.facts.outside.keys()) {
    const { start, end } = extent(script.facts, node);
    if (end - start >= text.length && script.source.startsWith(text, end - text.length)) places.push(node);
  }
  const here = places.length > 1 ? places.filter((node) => isAround(extent(script.facts, node), text, offset)) : places;
  // A function that ends with another one ends with its text, too.
  const [node] = here.toSorted((left, right) => lengthOf(script.facts, left) - lengthOf(script.facts, right));
  return node && describe(script.facts, node, text.length);
}

function isAround({ end }: Syntax, text: string, offset: number): boolean {
  return offset >= end - text.length && offset <= end;
}

function lengthOf(facts: ScopeFacts, node: Syntax): number {
  const { start, end } = extent(facts, node);
  return end - start;
}

function extent(facts: ScopeFacts, node: Syntax): Syntax {
  return elementOf(facts, node) ?? node;
}

function describe(facts: ScopeFacts, node: Syntax, length: number): Site | undefined {
  const scope = facts.outside.get(node);
  if (!scope) return undefined;
  return {
    node,
    element: elementOf(facts, node),
    start: extent(facts, node).end - length,
    scope,
    strict: isClassSyntax(node) || (facts.inside.get(node)?.strict ?? scope.strict),
    declaration: node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration',
  };
}

function elementOf(facts: ScopeFacts, node: Syntax): Syntax | undefined {
  if (!isFunctionSyntax(node)) return undefined;
  const parent = facts.parents.get(node);
  if (parent?.type === 'MethodDefinition') return parent;
  if (parent?.type === 'Property' && (parent.method || parent.kind !== 'init')) return parent;
  return undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
