import type { Edit } from './edits.ts';
import type { ScopeFacts } from './scope-facts.ts';
import type { Syntax } from './syntax.ts';

/** A use of a private name: `object.#name`, called or not, or `#name in object`. */
export interface PrivateUse {
  readonly name: string;
  readonly identifier: Syntax;
  /** The expression that the name is part of. */
  readonly whole: Syntax;
  readonly object: Syntax;
  readonly kind: 'member' | 'called' | 'asked';
  /** True in `new object.#name()`, where what is written for it needs brackets. */
  readonly constructed: boolean;
  /** True inside `a?.b.#name`, which ends early: then it cannot be written in another way. */
  readonly chained: boolean;
}

/** Describes the use that a private identifier stands in. */
export function privateUse({ parents }: ScopeFacts, identifier: Syntax): PrivateUse[] {
  if (identifier.type !== 'PrivateIdentifier') return [];
  const name = `#${identifier.name}`;
  const whole = parents.get(identifier);
  if (whole?.type === 'BinaryExpression')
    return [{ name, identifier, whole, object: whole.right, kind: 'asked', constructed: false, chained: false }];
  if (whole?.type !== 'MemberExpression') return [];
  const around = parents.get(whole);
  const called =
    (around?.type === 'CallExpression' && around.callee === whole) ||
    (around?.type === 'TaggedTemplateExpression' && around.tag === whole);
  const kind = called ? 'called' : 'member';
  return [
    {
      name,
      identifier,
      whole,
      object: whole.object,
      kind,
      constructed: isConstructed(parents, whole),
      chained: endsEarly(whole.object),
    },
  ];
}

function isConstructed(parents: ScopeFacts['parents'], whole: Syntax): boolean {
  let at = whole;
  let around = parents.get(at);
  while (around?.type === 'MemberExpression' && around.object === at) {
    at = around;
    around = parents.get(at);
  }
  return around?.type === 'NewExpression' && around.callee === at;
}

function endsEarly(object: Syntax): boolean {
  let at: Syntax = object;
  while (at.type === 'MemberExpression' || at.type === 'CallExpression') {
    if (at.optional) return true;
    at = at.type === 'MemberExpression' ? at.object : at.callee;
  }
  return false;
}

/**
 * Writes uses of private names so that they work outside the class: `object.#name` becomes `access["#name"].of(object).value`, and `access` stands for what
 * the class gives out. Undefined where that cannot be done.
 */
export function privateEdits(
  uses: readonly PrivateUse[],
  textOf: (start: number, end: number) => string,
  access: string,
): Edit[] | undefined {
  const edits: Edit[] = [];
  for (const { name, identifier, whole, object, kind, constructed, chained } of uses) {
    const open = `${access}[${JSON.stringify(name)}]`;
    if (kind === 'asked') {
      edits.push(
        { start: whole.start, end: object.start, text: `${open}.has(` },
        { start: whole.end, end: whole.end, text: ')' },
      );
      continue;
    }
    const dot = /\??\.\s*$/.exec(textOf(object.end, identifier.start))?.[0];
    if (dot === undefined || chained) return undefined;
    edits.push(
      {
        start: whole.start,
        end: whole.start,
        text: `${constructed ? '(' : ''}${open}.${kind === 'called' ? 'bound' : 'of'}(`,
      },
      {
        start: identifier.start - dot.length,
        end: identifier.end,
        text: `)${dot.trim()}value${constructed ? ')' : ''}`,
      },
    );
  }
  return edits;
}
