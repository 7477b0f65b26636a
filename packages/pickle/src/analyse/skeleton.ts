import { tokenAt, type Token } from './tokens.ts';

/**
 * A script with comments in place of the bodies of its functions: all that is outside of them stays where it is and means what it meant, and takes a
 * fraction of the time to parse. Undefined as soon as a sign may mean two things: where a body ends is never guessed.
 */
export function skeletonOf(source: string): string | undefined {
  const bodies = unclear.test(source) ? undefined : bodiesIn(source);
  if (!bodies) return undefined;
  let skeleton = '';
  for (const [start, end] of bodies) skeleton += source.slice(skeleton.length, start) + filler(end - start);
  return skeleton + source.slice(skeleton.length);
}

/** A parser looks at every blank, and leaps over a comment. */
function filler(length: number): string {
  return length < '/**/'.length ? ' '.repeat(length) : `/*${' '.repeat(length - '/**/'.length)}*/`;
}

/** HTML comments, which only some scripts have, and ends of lines that are rarely meant as such. */
const unclear = /<!--|-->|\r(?!\n)|[\u2028\u2029]/;

/** A stretch of a script. */
type Stretch = readonly [start: number, end: number];

interface Bracket {
  readonly start: number;
  readonly closing: string;
  /** True for the braces around the body of a function that is in no other one. */
  readonly body: boolean;
  /** True for the parentheses of a statement, as those of `if`. */
  readonly head: boolean;
}

interface Work {
  readonly source: string;
  readonly brackets: Bracket[];
  readonly bodies: Stretch[];
  before: Token | undefined;
  /** True where the token before is the name of a property. */
  property: boolean;
  /** The bracket that was closed last. */
  closed: Bracket | undefined;
  /** How many bodies are around the token. */
  depth: number;
}

function bodiesIn(source: string): readonly Stretch[] | undefined {
  const work: Work = {
    source,
    brackets: [],
    bodies: [],
    before: undefined,
    property: false,
    closed: undefined,
    depth: 0,
  };
  let at = /^#!.*/.exec(source)?.[0].length ?? 0;
  for (;;) {
    const inTemplate = work.brackets.at(-1)?.closing === '}`';
    const token = tokenAt(source, at, { inTemplate, afterValue: isValueOver(work) });
    if (token === undefined) return undefined;
    if (token === 'end') return work.brackets.length === 0 ? work.bodies : undefined;
    if (token.text !== '}${' && !turn(work, token)) return undefined;
    work.property = token.kind === 'word' && (work.before?.text === '.' || work.before?.text === '?.');
    work.before = token;
    at = token.end;
  }
}

const closings: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['`${', '}`'],
]);
const closers: ReadonlySet<string> = new Set(closings.values());

/** Opens and closes brackets; false where one closes that was not opened. */
function turn(work: Work, { text, start, end }: Token): boolean {
  const closing = closings.get(text);
  if (closing !== undefined) {
    const body = text === '{' && work.depth === 0 && beginsBody(work, start);
    work.brackets.push({ start: end, closing, body, head: text === '(' && isHead(work) });
    if (body) work.depth += 1;
  } else if (closers.has(text)) {
    const bracket = work.brackets.pop();
    if (bracket?.closing !== text) return false;
    if (bracket.body) work.bodies.push([bracket.start, start]);
    if (bracket.body) work.depth -= 1;
    work.closed = bracket;
  }
  return true;
}

/** A brace after parentheses begins the body of a function or of a class, unless they belong to a statement or a block begins on a line of its own. */
function beginsBody({ source, before, closed }: Work, start: number): boolean {
  if (before?.text === '=>') return true;
  return before?.text === ')' && closed?.head === false && !source.slice(before.end, start).includes('\n');
}

function isHead({ before, property }: Work): boolean {
  return before?.kind === 'word' && !property && heads.has(before.text);
}

/** True where a value is over, false where one must come; undefined where that cannot be told. */
function isValueOver({ before, property, closed }: Work): boolean | undefined {
  if (!before) return false;
  const { kind, text } = before;
  if (kind === 'value' || property || text === ']') return true;
  if (text === ')') return closed?.head ? undefined : true;
  if (kind === 'sign') return unsure.has(text) ? undefined : false;
  return unsure.has(text) ? undefined : !operators.has(text);
}

const heads = new Set(['if', 'while', 'for', 'await', 'with', 'switch', 'catch']);
/** Words after which a value comes. */
const operators = new Set('return typeof case in new throw void delete instanceof else do default extends'.split(' '));
/** Words and signs after which a value may come, or not. */
const unsure = new Set('} ++ -- of let await yield async static get set break continue debugger'.split(' '));
