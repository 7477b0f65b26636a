import { childrenOf, type Syntax } from './syntax.ts';

/** Functions that stand where the source said `import()`, in what jiti and vitest emit. */
export const importers: ReadonlySet<string> = new Set(['jitiImport', '__vite_ssr_dynamic_import__']);

/** The specifier of every call of such a function; undefined for one that is computed. */
export function specifiersGivenTo(importer: string, root: Syntax): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const pending: Syntax[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    pending.push(...childrenOf(node).toReversed());
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== importer) continue;
    const [first] = node.arguments;
    found.push(first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined);
  }
  return found;
}
