/** A word, a literal or a sign of a script. */
export interface Token {
  readonly kind: 'word' | 'value' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What decides how the next sign is read. */
export interface Reading {
  /** True inside the `${}` of a template. */
  readonly inTemplate: boolean;
  /** True where a value is over, so that a slash divides; undefined where that cannot be told. */
  readonly afterValue: boolean | undefined;
}

const pattern =
  /(#?[A-Za-z_$][\w$]*)|("[^"\\\n]*(?:\\[^][^"\\\n]*)*"|'[^'\\\n]*(?:\\[^][^'\\\n]*)*'|\.?\d[\w.]*)|=>|\+\+|--|\?\.(?!\d)|\.\.\.|[`/(){}[\];,.:=?+\-*%&|^!~<>]/y;
const blanks = /\s*/y;
const templateText = /[^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*(?:`|\$\{)/y;
const regularExpression = /\/(?![/*])(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\/\w*/y;

/** The token at a place in a script, after blanks and comments; `end` at its end, undefined where it may be this or that. */
export function tokenAt(source: string, at: number, { inTemplate, afterValue }: Reading): Token | 'end' | undefined {
  const start = afterBlanks(source, at);
  if (start >= source.length) return 'end';
  pattern.lastIndex = start;
  const match = pattern.exec(source);
  if (!match) return undefined;
  const { 0: text, 1: word, 2: value } = match;
  if (text === '`' || (text === '}' && inTemplate)) return templatePart(source, start, text);
  if (text === '/') return afterValue === false ? literal(source, start) : slash(start, afterValue);
  const kind = word !== undefined ? 'word' : value !== undefined ? 'value' : 'sign';
  return { kind, text, start, end: start + text.length };
}

function afterBlanks(source: string, from: number): number {
  for (let at = from; ;) {
    blanks.lastIndex = at;
    blanks.test(source);
    at = blanks.lastIndex;
    const closing = source.startsWith('//', at) ? '\n' : source.startsWith('/*', at) ? '*/' : undefined;
    if (closing === undefined) return at;
    const end = source.indexOf(closing, at + 2);
    if (end < 0) return source.length;
    at = end + closing.length;
  }
}

function slash(start: number, afterValue: boolean | undefined): Token | undefined {
  return afterValue ? { kind: 'sign', text: '/', start, end: start + 1 } : undefined;
}

function literal(source: string, start: number): Token | undefined {
  regularExpression.lastIndex = start;
  const text = regularExpression.exec(source)?.[0];
  return text === undefined ? undefined : { kind: 'value', text, start, end: start + text.length };
}

/** A part of a template, up to the code in it or to its end: '`', '`${', '}${' or '}`'. */
function templatePart(source: string, start: number, opening: string): Token | undefined {
  templateText.lastIndex = start + 1;
  if (!templateText.test(source)) return undefined;
  const end = templateText.lastIndex;
  if (source[end - 1] === '{') return { kind: 'sign', text: `${opening}\${`, start, end };
  return { kind: 'value', text: opening === '`' ? '`' : '}`', start, end };
}
