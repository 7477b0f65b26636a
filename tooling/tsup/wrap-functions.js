import { isBuiltin } from 'node:module';
import { parseExpressionAt } from 'acorn';
import { mapOf } from './line-map.js';

const declaration = /^(?:async )?function\*? ?([\w$]+)\(/;
const expression = /^(?:async )?function\b/;
const arrow = /^(?:\([^]*?\)|[\w$]+) *=>/;
const ofArrows = /\b(?:this|super|arguments|new\.target)\b/;

/**
 * Puts the functions at some places of a bundle, as esbuild prints it, in parentheses, and asks Node for its modules without `import`. What had its value
 * before the first line ran, as declarations and imports have, moves above everything else. V8 takes no hint from parentheses around an arrow: one that
 * takes nothing from the function around it becomes a function. Methods, and declarations inside of functions, stay as they are.
 *
 * @param {{ code: string, path: string }} bundle
 * @param {readonly { startOffset: number, endOffset: number }[]} functions
 * @returns {{ code: string, map: object }}
 */
export function wrapFunctions({ code, path }, functions) {
  const edits = builtInImports(code);
  const moved = edits.map(({ at, end }) => [at, end]);
  for (const { startOffset: start, endOffset: end } of functions) {
    const text = code.slice(start, end);
    const before = code.slice(code.lastIndexOf('\n', start - 1) + 1, start);
    const name = declaration.exec(text)?.[1];
    if (name !== undefined && before === '' && (code[end] ?? '\n') === '\n') {
      moved.push([start, end]);
      edits.push({ at: start, text: `var ${name} = (` }, { at: end, text: ');' });
    } else if (/^\s*$|\basync\s*$/.test(before)) {
      continue;
    } else if (expression.test(text)) {
      edits.push({ at: start, text: '(' }, { at: end, text: ')', opened: start });
    } else if (arrow.test(text) && !ofArrows.test(text)) {
      edits.push(...asFunction(text, start));
    }
  }
  const lines = apply(code, edits).split('\n');
  const breaks = moved.map((stretch) => stretch.map((offset) => breaksIn(code, offset)));
  const order = movedFirst(lines.length, breaks);
  return { code: order.map((line) => lines[line]).join('\n'), map: mapOf(order, path) };
}

/** What makes a function of an arrow. */
function asFunction(text, start) {
  const { params, body } = parseExpressionAt(text, 0, { ecmaVersion: 'latest' });
  const sign = text.lastIndexOf('=>', body.start);
  const [open, close] = body.type === 'BlockStatement' ? ['', ')'] : ['{return(', ')})'];
  const isBare = text[0] !== '(';
  return [
    { at: start, text: isBare ? '(function(' : '(function' },
    ...(isBare ? [{ at: start + params[0].end, text: ')' }] : []),
    { at: start + sign, end: start + sign + '=>'.length, text: open },
    { at: start + text.length, text: close, opened: start },
  ];
}

/** Node makes a module around each of its own that is imported, which takes it half a millisecond each. */
function builtInImports(code) {
  const imports = code.matchAll(/^import \{ ([^}]+) \} from "([^"]+)";$/gm);
  return [...imports].flatMap(({ index, 0: text, 1: names, 2: module }) => {
    if (!isBuiltin(module)) return [];
    const taken = names.replaceAll(' as ', ': ');
    return [{ at: index, end: index + text.length, text: `var { ${taken} } = process.getBuiltinModule("${module}");` }];
  });
}

function apply(code, edits) {
  let result = '';
  let from = 0;
  // Where several end, the one that began last ends first.
  const inOrder = edits.toSorted((left, right) => left.at - right.at || (right.opened ?? -1) - (left.opened ?? -1));
  for (const { at, end = at, text } of inOrder) {
    result += code.slice(from, at) + text;
    from = end;
  }
  return result + code.slice(from);
}

/** The numbers of all lines, those of some stretches first. */
function movedFirst(count, stretches) {
  const first = stretches.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
  const isFirst = new Set(first);
  return [...first, ...Array.from({ length: count }, (_, line) => line).filter((line) => !isFirst.has(line))];
}

function breaksIn(code, end) {
  return code.slice(0, end).split('\n').length - 1;
}
