import { freeNames, ownNameUse, type FreeName, type OwnNameUse } from './free-names.ts';
import { outerUses, type OuterUses } from './outer-uses.ts';
import { walkScopes } from './scope-walker.ts';
import { isClassSyntax, isFunctionSyntax, parseScript, type Syntax } from './syntax.ts';

/** How a function was written. */
export type FunctionForm = 'arrow' | 'function' | 'class' | 'method' | 'getter' | 'setter';

/** What the text of one function says, whatever it captured. */
export interface FunctionText extends OuterUses {
  /** The text as `toString()` gives it. */
  readonly source: string;
  readonly form: FunctionForm;
  /** The text as it stands in a program: an expression, or for methods and accessors a member of an object literal. */
  readonly program: string;
  /** The name that the text gives the function when it runs as `program`. */
  readonly name: string;
  /** The number of parameters before the first with a default. */
  readonly length: number;
  /** True for a class with a heritage. */
  readonly extends: boolean;
  readonly async: boolean;
  readonly generator: boolean;
  /** How the text refers to its own name, which means another binding where it is a declaration. */
  readonly ownName: OwnNameUse | undefined;
  /** The names that it takes from outside, in the order of their first use; standard globals among them. */
  readonly free: readonly FreeName[];
  readonly root: Syntax;
  /** What to take from a position in the tree to get one in `source`. */
  readonly offset: number;
}

/** What is known about a function besides its text. */
export interface TextHints {
  /** Strict code does not see functions of blocks outside them. */
  readonly strict?: boolean;
  /** True for a function that has no `prototype`: `function() {}` may then be a method named `function`. */
  readonly method?: boolean;
}

const known = new Map<string, FunctionText>();
const knownLimit = 2000;

/** Reads the text of a function; undefined when it is not the text of one. */
export function readFunctionText(source: string, hints: TextHints = {}): FunctionText | undefined {
  const key = `${hints.strict ? 's' : '-'}${hints.method ? 'm' : '-'}${source}`;
  let text = known.get(key);
  if (text) return text;
  text = read(source, hints);
  if (!text) return undefined;
  if (known.size >= knownLimit) known.clear();
  known.set(key, text);
  return text;
}

function read(source: string, hints: TextHints): FunctionText | undefined {
  const parsed = parseOnce(source, hints.method ?? false);
  if (!parsed) return undefined;
  const { root, offset, form, program, name } = parsed;
  const facts = walkScopes(parsed.tree, hints.strict ?? false);
  const code = isFunctionSyntax(root) ? root : undefined;
  return {
    source,
    form,
    program,
    name,
    length: lengthOf(root),
    extends: isClassSyntax(root) && Boolean(root.superClass),
    async: code?.async ?? false,
    generator: code?.generator ?? false,
    ownName: ownNameUse(facts, root),
    free: freeNames(facts, root),
    ...outerUses(facts, root),
    root,
    offset,
  };
}

let last: { readonly source: string; readonly method: boolean; readonly parsed: Parsed | undefined } | undefined;

/** Parses a text, unless it was the last one: the same is read as strict code and as sloppy code. */
function parseOnce(source: string, method: boolean): Parsed | undefined {
  if (last?.source !== source || last.method !== method) {
    // What cannot be parsed takes longest: an arrow is no member.
    const readings = method && !looksLikeArrow(source) ? [asMember, asExpression] : [asExpression, asMember];
    last = { source, method, parsed: readings[0]?.(source) ?? readings[1]?.(source) };
  }
  return last.parsed;
}

/** True for the text of an arrow, and of hardly anything else: of a method named `async` perhaps. */
export function looksLikeArrow(source: string): boolean {
  return /^(?:async\s*)?(?:\(|[\w$]+\s*=>)/.test(source);
}

function lengthOf(root: Syntax): number {
  if (isClassSyntax(root)) {
    const made = root.body.body.find(
      (element) => element.type === 'MethodDefinition' && element.kind === 'constructor',
    );
    return made?.type === 'MethodDefinition' ? lengthOf(made.value) : 0;
  }
  if (!isFunctionSyntax(root)) return 0;
  const end = root.params.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement');
  return end < 0 ? root.params.length : end;
}

interface Parsed extends Pick<FunctionText, 'form' | 'program' | 'name' | 'root' | 'offset'> {
  readonly tree: Syntax;
}

const beforeExpression = '(function(){return(';
const beforeMember = '(function(){return({';

function asExpression(source: string): Parsed | undefined {
  const found = parseBetween(beforeExpression, source, ')})');
  if (!found) return undefined;
  const { tree, inner: root } = found;
  const offset = beforeExpression.length;
  if (root.start !== offset || root.end !== offset + source.length) return undefined;
  if (root.type === 'ArrowFunctionExpression') return { tree, root, offset, form: 'arrow', program: source, name: '' };
  if (root.type !== 'FunctionExpression' && root.type !== 'ClassExpression') return undefined;
  const form = root.type === 'ClassExpression' ? 'class' : 'function';
  return { tree, root, offset, form, program: source, name: root.id?.name ?? '' };
}

function asMember(source: string): Parsed | undefined {
  const found = parseBetween(beforeMember, source, '})})');
  if (found?.inner.type !== 'ObjectExpression' || found.inner.properties.length !== 1) return undefined;
  const property = found.inner.properties[0];
  const offset = beforeMember.length;
  if (property?.type !== 'Property' || property.value.type !== 'FunctionExpression') return undefined;
  if (property.end !== offset + source.length || (property.kind === 'init' && !property.method)) return undefined;
  const form = property.kind === 'get' ? 'getter' : property.kind === 'set' ? 'setter' : 'method';
  const prefix = form === 'method' ? '' : `${property.kind} `;
  if (!property.computed) {
    const name =
      property.key.type === 'Identifier' ? property.key.name : String((property.key as { value?: unknown }).value);
    return { tree: found.tree, root: property.value, offset, form, program: source, name: prefix + name };
  }
  // The key of a computed member is code that ran long ago: the empty key stands in for it.
  const keyStart = source.lastIndexOf('[', property.key.start - offset);
  const keyEnd = source.indexOf(']', property.key.end - offset);
  const program = `${source.slice(0, keyStart)}[""]${source.slice(keyEnd + 1)}`;
  return { tree: found.tree, root: property.value, offset, form, program, name: prefix };
}

function parseBetween(before: string, source: string, after: string): { tree: Syntax; inner: Syntax } | undefined {
  try {
    const tree = parseScript(`${before}${source}\n${after}`);
    const statement = tree.body[0];
    if (tree.body.length !== 1 || statement?.type !== 'ExpressionStatement') return undefined;
    const wrapper = statement.expression;
    if (wrapper.type !== 'FunctionExpression') return undefined;
    const returned = wrapper.body.body[0];
    if (wrapper.body.body.length !== 1 || returned?.type !== 'ReturnStatement' || !returned.argument) return undefined;
    return { tree, inner: returned.argument };
  } catch {
    return undefined;
  }
}
