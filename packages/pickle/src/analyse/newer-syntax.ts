import { childrenOf, parseScript, type Syntax } from './syntax.ts';

/** Syntax that is newer than the oldest Node that Graflow runs on, with the Node that brought it. */
export interface NewerFeature {
  readonly name: string;
  readonly node: string;
}

/** Names the newer syntax in a program text, for the message of a Node that cannot read it. */
export function newerSyntax(text: string): readonly NewerFeature[] {
  const found = new Map<string, NewerFeature>();
  const pending: Syntax[] = [];
  try {
    pending.push(parseScript(`(${text})`));
  } catch {
    return [];
  }
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const feature of featuresOf(node)) found.set(feature.name, feature);
    pending.push(...childrenOf(node));
  }
  return [...found.values()];
}

function featuresOf(node: Syntax): NewerFeature[] {
  if (node.type === 'VariableDeclaration' && (node.kind as string).includes('using'))
    return [{ name: `${node.kind} declarations`, node: '24' }];
  if (node.type !== 'Literal' || !('regex' in node) || !node.regex) return [];
  const { pattern } = node.regex;
  const names = Array.from(pattern.matchAll(/\(\?<([\p{ID_Start}$_][\p{ID_Continue}$]*)>/gu), ([, name]) => name);
  return [
    ...(/\(\?(?:[ims]+-?|-)[ims]*:/.test(pattern) ? [{ name: 'regular expressions with (?i:...)', node: '24' }] : []),
    ...(new Set(names).size < names.length
      ? [{ name: 'regular expressions with two groups of one name', node: '24' }]
      : []),
  ];
}
