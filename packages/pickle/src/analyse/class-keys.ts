import type { Edit } from './edits.ts';
import type { ClassSyntax, Syntax } from './syntax.ts';

/** A method, accessor or field of a class whose key is an expression. */
export type ComputedElement = Extract<Syntax, { type: 'MethodDefinition' | 'PropertyDefinition' }>;

/** What becomes of a computed key, whose expression ran once and must not run again. */
export type KeyFate =
  /** The expression gives the same wherever it runs. */
  | { readonly kind: 'stays' }
  /** The class has the element under this key. */
  | { readonly kind: 'known'; readonly key: PropertyKey }
  /** The class has the element no more. */
  | { readonly kind: 'gone' };

/** Puts names in the place of the computed keys of a class, and collects what the names stand for. */
export function keyEdits(
  root: ClassSyntax,
  fateOf: (element: ComputedElement) => KeyFate,
  prefix: string,
): { readonly edits: Edit[]; readonly keys: ReadonlyMap<string, PropertyKey> } {
  const edits: Edit[] = [];
  const keys = new Map<string, PropertyKey>();
  for (const element of computedElements(root)) {
    const fate = fateOf(element);
    if (fate.kind === 'gone') edits.push({ start: element.start, end: element.end, text: '' });
    if (fate.kind !== 'known') continue;
    const name = `${prefix}${keys.size}`;
    keys.set(name, fate.key);
    edits.push({ start: element.key.start, end: element.key.end, text: name });
  }
  return { edits, keys };
}

/** The elements of a class with a computed key that its text defines again; static fields travel as properties. */
function computedElements(root: ClassSyntax): ComputedElement[] {
  return root.body.body.flatMap((element) =>
    element.type !== 'StaticBlock' &&
    element.computed &&
    !isConstantKey(element.key) &&
    !(element.type === 'PropertyDefinition' && element.static)
      ? [element]
      : [],
  );
}

/** True for a literal, and for a well-known symbol as it is mostly written. */
function isConstantKey(key: Syntax): boolean {
  if (key.type === 'Literal') return true;
  return (
    key.type === 'MemberExpression' && !key.computed && key.object.type === 'Identifier' && key.object.name === 'Symbol'
  );
}

/** The names in a key that is made of literals and names alone; undefined for one that runs code. */
export function namesInKey(key: Syntax): string[] | undefined {
  switch (key.type) {
    case 'Literal':
      return [];
    case 'Identifier':
      return [key.name];
    case 'BinaryExpression':
      return key.operator === '+' ? allNames([key.left, key.right]) : undefined;
    case 'TemplateLiteral':
      return allNames(key.expressions);
    default:
      return isConstantKey(key) ? [] : undefined;
  }
}

function allNames(parts: readonly Syntax[]): string[] | undefined {
  const names = parts.map(namesInKey);
  return names.every((list) => list !== undefined) ? names.flat() : undefined;
}
