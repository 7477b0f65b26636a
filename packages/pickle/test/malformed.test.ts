import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pickle, unpickle, type Pickle } from '../src/index.ts';

function withNodes(...values: unknown[]): Pickle {
  return { ...pickle(0), values };
}

/** The same, beside a program. */
function withProgram(...values: unknown[]): Pickle {
  return { ...pickle(() => 1), values };
}

/** Values of many kinds, none of which does anything where it is defined. */
function samples(): unknown[] {
  class Base {
    #hidden = new Map([['a', 1]]);
    read = () => this.#hidden;
  }
  class Derived extends Base {
    static count = 1;
    override read = () => new Map();
  }
  let shared = 0;
  const key = Symbol('key');
  const cycle: Record<PropertyKey, unknown> = { [key]: [1, undefined, 2n, -0], date: new Date(0), pattern: /a/g };
  cycle['self'] = cycle;
  return [
    { up: () => (shared += 1), read: () => shared },
    [new Derived(), Base],
    {
      cycle,
      frozen: Object.freeze([1, 2]),
      get late() {
        return 1;
      },
    },
    [new Map([[cycle, new Set([1])]]), new Uint8Array(4), Buffer.from('ab'), new DataView(new ArrayBuffer(8))],
    [new Proxy({}, {}), Promise.resolve(1), ((a: number) => a).bind(null, 1), new URL('http://a/b'), new Error('e')],
    [new WeakMap([[cycle, 1]]), cycle, Object(1), Math.max, Array.prototype, parseInt],
  ];
}

const pickles = samples().map((value) => JSON.stringify(pickle(value)));

const replacements = fc.oneof(
  fc.integer({ min: -2, max: 20 }),
  fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 53, 1e308, null, true, '', '__proto__', 'constructor', 'prototype'),
  fc.constantFrom([], {}, [0], [1], [[0]], ['bigint', 'x'], ['undefined'], ['number', 'NaN']),
  fc.constantFrom(
    'object',
    'map',
    'proxy',
    'bound',
    'function',
    'class',
    'prototype',
    'member',
    'code',
    'view',
    'global',
  ),
  fc.constant(JSON.parse('{"__proto__": [0], "props": [["__proto__", 1]], "proto": [1]}') as unknown),
);

const mutations = fc.array(fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), replacements), {
  minLength: 1,
  maxLength: 3,
});

/** Replaces what a way of numbers leads to. */
function mutate(tree: unknown, [step = 0, ...rest]: readonly number[], replacement: unknown): unknown {
  if (typeof tree !== 'object' || tree === null) return replacement;
  const keys = Object.keys(tree);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  const inner: unknown = Object.getOwnPropertyDescriptor(tree, key)?.value;
  const value = rest.length === 0 ? replacement : mutate(inner, rest, replacement);
  Object.defineProperty(tree, key, { value, writable: true, enumerable: true, configurable: true });
  return tree;
}

describe('a pickle that was made up', () => {
  const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`) as unknown;
  const huge = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as unknown;
  const hostile: [string, Pickle][] = [
    ['an unknown kind', withNodes(['other'])],
    ['a node that is no list', withNodes({ kind: 'object' })],
    ['a reference that leads nowhere', withNodes(['array', [[7]]])],
    ['a negative reference', withNodes(['array', [[-1]]])],
    ['a reference to another kind', withNodes(['function', 1, 0], ['object', {}])],
    ['a function beyond its program', withProgram(['function', 1, null, 1], ['code', 0])],
    ['code that is not there', withProgram(['code', 1])],
    ['an array of a length that there is not', withNodes(['array', [], 2 ** 32])],
    ['properties for Object.prototype', withNodes(['global', 'Object', 'prototype', { props: [['polluted', 1]] }])],
    [
      'properties for the prototype of Object',
      withNodes(['prototype', 1, { props: [['polluted', 1]] }], ['global', 'Object']),
    ],
    ['a class that is not for making', withNodes(['made', ['Function'], ['globalThis.polluted = 1']])],
    ['a number that is none', withNodes(['array', [['bigint', '1e3']]])],
    ['a proxy of itself', withNodes(['proxy', [0], [0]])],
    ['a function bound to itself', withNodes(['bound', [0], null, []])],
    ['a pattern that is none', withNodes(['regexp', '(', 'g', 0])],
    ['scopes in scopes', withProgram(['code', 0, { scopes: [deep] }])],
    ['lists in lists without end', { ...pickle(0), values: huge as never }],
    ['a path to a file', { ...pickle(0), modules: [['../../etc']] }],
    ['modules of the wrong type', { ...pickle(0), modules: [[1]] as never }],
  ];

  test.each(hostile)('is refused: %s', async (_, made) => {
    await expect(unpickle(made)).rejects.toMatchObject({ code: 'GRAFLOW_PICKLE_MALFORMED' });
    expect('polluted' in {}).toBe(false);
  });

  test('keeps a key named __proto__ a key', async () => {
    const plain = JSON.parse('{"__proto__": {"polluted": 1}}') as unknown;
    const back = await unpickle<object>(pickle(plain));
    expect(Object.keys(back)).toEqual(['__proto__']);
    expect(Reflect.get(back, 'polluted')).toBeUndefined();
  });

  test('may say anything of origins: only messages use them', async () => {
    const made = pickle(() => 1);
    for (const origins of [
      1,
      [null],
      ['a\n (b:1:1)'],
      ['a (b:0:-1)'],
      ['a (b:1:1e300)'],
      [`a (b:${'9'.repeat(300)}:1)`],
    ])
      expect((await unpickle<() => number>({ ...made, origins } as never))()).toBe(1);
  });

  test('gives a value or a PickleError, whatever was changed in its values', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(pickles.length - 1), mutations, async (which, changes) => {
        const made = JSON.parse(pickles[which] ?? '') as Pickle;
        for (const [way, replacement] of changes) mutate(made.values, way, structuredClone(replacement));
        // The value itself is undefined: a promise would be waited for.
        const values = [['primitive', ['undefined']], ...made.values.slice(1)];
        const code = await unpickle({ ...made, values }).then(
          () => 'a value',
          (error: { code?: unknown }) => error.code ?? error,
        );
        if (code !== 'a value') refused += 1;
        expect(code).toBeOneOf(['a value', 'GRAFLOW_PICKLE_MALFORMED', 'GRAFLOW_PICKLE_NODE_OLDER']);
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(200);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});
