import { isBuiltin } from 'node:module';
import { mapOf } from './line-map.js';

const declaration = /^(?:async )?function\*? ?([\w$]+)\(/;
const expression = /^(?:async )?(?:function\b|(?:\([^]*?\)|[\w$]+) *=>)/;

/**
 * Puts the functions at some places of a bundle, as esbuild prints it, in parentheses, and asks Node for its modules without `import`. What had its value
 * before the first line ran, as declarations and imports have, moves above everything else. Methods, and declarations inside of functions, stay as they are.
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
    } else if (expression.test(text) && !/^\s*$|\basync\s*$/.test(before)) {
      edits.push({ at: start, text: '(' }, { at: end, text: ')' });
    }
  }
  const lines = apply(code, edits).split('\n');
  const breaks = moved.map((stretch) => stretch.map((offset) => breaksIn(code, offset)));
  const order = movedFirst(lines.length, breaks);
  return { code: order.map((line) => lines[line]).join('\n'), map: mapOf(order, path) };
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
  for (const { at, end = at, text } of edits.toSorted((left, right) => left.at - right.at)) {
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
