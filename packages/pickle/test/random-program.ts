import fc from 'fast-check';

/** A program that fills a list with functions, and the calls to make before and after the journey. */
export interface RandomProgram {
  readonly text: string;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Stands for a number of its own in every run: a class that came to a process before, with the same content, keeps the state that it has there. */
const once = 'once';
let run = 0;

const names = ['a', 'b', 'c', 'd'];
const name = fc.constantFrom(...names);
const number = fc.integer({ min: 0, max: 9 });

/** An expression that reads or writes variables; a name that is declared nowhere is one of the module's own. */
const expression = fc.oneof(
  fc.tuple(name, name).map(([left, right]) => `[${left}, ${right}]`),
  fc.tuple(name, number).map(([target, by]) => `(${target} += ${by})`),
  name.map((target) => `${target}++`),
  fc.tuple(name, name).map(([left, right]) => `([${left}, ${right}] = [${right}, ${left}], ${left})`),
  fc.tuple(name, name, number).map(([a, b, by]) => `(() => { const ${a} = ${by}; return () => [${a}, ${b}] })()()`),
);

const functionText = fc.oneof(
  expression.map((body) => `() => ${body}`),
  fc.tuple(name, expression).map(([parameter, body]) => `(${parameter} = 3) => ${body}`),
  expression.map((body) => `function () { return ${body} }`),
  fc
    .tuple(name, expression)
    .map(([own, body]) => `function ${own}(n) { return typeof ${own} === 'function' || ${body} }`),
  expression.map((body) => `({ n: 1, run() { return [this?.n, ${body}] } }).run`),
  expression.map((body) => `({ get x() { return ${body} } })`),
  fc.tuple(name, expression).map(([key, body]) => `Object.assign(() => ${body}, { set: (v) => (${key} = v) })`),
);

const { block } = fc.letrec<{ block: string; statement: string }>((tie) => ({
  block: fc
    .array(tie('statement'), { minLength: 1, maxLength: 4, depthIdentifier: 'block' })
    .map((all) => all.join('\n')),
  statement: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'block' },
    functionText.map((text) => `out.push(${text});`),
    fc
      .tuple(fc.constantFrom('let', 'const', 'var'), name, number)
      .map(([kind, own, value]) => `${kind} ${own} = ${value};`),
    fc.tuple(name, number).map(([target, value]) => `try { ${target} = ${value} } catch {}`),
    tie('block').map((inner) => `{ ${inner} }`),
    fc.tuple(name, tie('block')).map(([own, inner]) => `for (let ${own} = 0; ${own} < 2; ${own}++) { ${inner} break }`),
    fc.tuple(name, tie('block')).map(([own, inner]) => `for (const ${own} of [1, 2]) { ${inner} }`),
    fc
      .tuple(name, number, tie('block'))
      .map(([own, value, inner]) => `try { throw ${value} } catch (${own}) { ${inner} }`),
    fc.tuple(name, tie('block')).map(([own, inner]) => `switch (${own}) { default: ${inner} }`),
    fc
      .tuple(name, number, tie('block'))
      .map(([own, value, inner]) => `[${value}, ${value}].forEach((${own}) => { ${inner} });`),
    fc
      .tuple(name, name, number, tie('block'))
      .map(
        ([own, other, value, inner]) =>
          `(function (${own}, f = () => ${own}++) { ${inner} out.push(f, () => ${other}) })(${value});`,
      ),
    fc.tuple(name, number, expression).map(
      ([own, value, body]) =>
        `{ class ${own} { /* ${once} */ static #s = ${value}; #p = 1; s() { return [${own}.#s++, ++this.#p] } e() { return ${body} } }
          const made = new ${own}(); out.push(() => made.s(), () => new ${own}().s(), () => made.e(), made); }`,
    ),
  ),
}));

const calls = fc.array(fc.nat({ max: 40 }), { maxLength: 12 });

/** Programs that the language accepts. */
export const randomProgram: fc.Arbitrary<RandomProgram> = fc
  .record({ body: block, before: calls, after: calls })
  .map(({ body, before, after }) => ({
    text: `"use strict"; return (() => { const out = []; let a = 1, b = 2, c = 3, d = 4;\n(() => {\n${body}\n})();\nout.push(() => [a, b, c, d]);\nreturn out })()`,
    before,
    after,
  }))
  .filter(({ text }) => isProgram(text));

function isProgram(text: string): boolean {
  try {
    return Boolean(new Function(text));
  } catch {
    return false;
  }
}

/** Runs a program; what it throws while it runs leaves it without functions. */
export function runProgram({ text }: RandomProgram): unknown[] {
  try {
    return new Function(text.replaceAll(once, String((run += 1))))() as unknown[];
  } catch {
    return [];
  }
}

/** Calls functions by their numbers and writes down what each gives. */
export function callAll(functions: readonly unknown[], numbers: readonly number[]): string[] {
  return numbers.map((number) => {
    const fn = functions[number % Math.max(1, functions.length)];
    try {
      const given: unknown = typeof fn === 'function' ? fn(number) : (fn as { x?: unknown } | undefined)?.x;
      return JSON.stringify(given, (_, value: unknown) => shown(value)) ?? 'nothing';
    } catch (error) {
      return `throws ${(error as Error).name}`;
    }
  });
}

/** The text of a class with static or private members is another one there, and programs that add a number to a class see it. */
function shown(value: unknown): unknown {
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' && /class \w \{/.test(value) ? 'the text of a class' : value;
}
