import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decodePayload, encodePayload } from './payload-codec.ts';

const read = (data: unknown): unknown => decodePayload(`d${typeof data === 'string' ? data : JSON.stringify(data)}`);
const invalid = expect.objectContaining({ code: 'GRAFLOW_PAYLOAD_INVALID' }) as Error;

describe('a text of a stranger is refused', () => {
  it.each<[string, unknown]>([
    ['without values', []],
    ['that is an object', { length: 1 }],
    ['that is a text', '"text"'],
    ['that is no JSON', '[1'],
    ['that is an index', 0],
    ['that is a hole', -2],
    ['with an index outside', [[7]]],
    ['with an index that is a text', [['__proto__', 'x']]],
    ['with an own key __proto__', '[{"__proto__":1},{"isAdmin":true}]'],
    ['with __proto__ in disguise', String.raw`[{"\u005f_proto__":1},{"isAdmin":true}]`],
    ['with __proto__ on an object without a prototype', [['null', '__proto__', 1], { isAdmin: 2 }, true]],
    ['with constructor.prototype', [{ constructor: 1 }, { prototype: 2 }, { isAdmin: 3 }, true]],
    ['with constructor.prototype without prototypes', [['null', 'constructor', 1], ['null', 'prototype', 2], {}]],
    ['with a key that is no text', [['null', ['__proto__'], 1], {}]],
    ['with a RegExp', [['RegExp', '^(a+)+$']]],
    ['with a RegExp inside an Error', [['Error', ['RegExp', '^(a+)+$']]]],
    ['with a type of its own', [['Function', 'return process']]],
    ['with a type from the prototype', [['toString', 1], 1]],
    ['with Temporal, which not every Node has', [['Temporal.Instant', '2026-01-01T00:00Z']]],
    [
      'with a typed array of devalue',
      [
        ['Float64Array', 1],
        ['ArrayBuffer', 'AAAA'],
      ],
    ],
    ['with a typed array made of a length', [['Bytes', 1], [2, 3], 'Float64Array', 1e9]],
    ['with bytes that do not fill their type', [['Bytes', 1], [2, 3], 'Float64Array', 'AAAA']],
    ['with bytes of another class', [['Bytes', 1], [2, 3], 'constructor', 'AAAA']],
    ['with an endless BigInt', [['BigInt', '9'.repeat(1_001)]]],
    ['with a BigInt in disguise', [['BigInt', ['9'.repeat(2_000)]]]],
    ['with a BigInt that is none', [['BigInt', '0xff']]],
    ['with a list longer than what came', [[-7, 4_294_967_295]]],
    ['with a list of a length that is a text', [[-7, '9']]],
    ['with an Error that is a text', [['Error', 1], 'text']],
    ['with an Error whose message is a list', [['Error', 1], { name: 2, message: 3 }, 'Error', []]],
    ['with an Error made of itself', [['Error', 0]]],
    ['with a box around an object', [['Object', 1], {}]],
    ['with a URL that is none', [['URL', 'nowhere']]],
  ])('%s', (_what, data) => {
    expect(() => read(data)).toThrow(invalid);
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  it.each([
    ['with __proto__', 'j{"a":[{"__proto__":{"isAdmin":true}}]}'],
    ['with constructor.prototype', 'j{"constructor":{"prototype":{"isAdmin":true}}}'],
    ['that is nested deeply', `j${'['.repeat(101)}${']'.repeat(101)}`],
    ['that is nested very deeply', `j${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    [
      'that is nested very deeply, as rich text',
      `d[${Array.from({ length: 200_000 }, (_, index) => `[${index + 1}]`).join()},1]`,
    ],
    ['without a mark', '[1]'],
    ['that is empty', ''],
  ])('plain text %s', (_what, text) => {
    expect(() => decodePayload(text)).toThrow(invalid);
  });
});

describe('a text of a stranger is harmless', () => {
  it('with a key `then`: it is data, and waiting for it calls nothing', async () => {
    const value = decodePayload('j{"then":"text","constructor":"text"}');
    expect(await value).toBe(value);
    expect(Object.keys(value as object)).toEqual(['then', 'constructor']);
  });

  it('with an Error that overwrites methods: they are its own values, not code', () => {
    const error = read([['Error', 1], { name: 2, message: 3, toString: 4 }, 'TypeError', 'no', 5]) as Error;
    expect(Object.getPrototypeOf(error)).toBe(TypeError.prototype);
    expect(error.toString).toBe(5);
  });

  it('whatever it is: it is read, or refused with a code', () => {
    const anyText = fc.oneof(
      fc.json(),
      fc.string(),
      fc.array(fc.jsonValue()).map((list) => JSON.stringify(list)),
    );
    const isReadOrRefused = (text: string): void => {
      for (const mark of ['j', 'd', '']) {
        const outcome = codeOf(() => decodePayload(mark + text));
        expect(['none', 'GRAFLOW_PAYLOAD_INVALID']).toContain(outcome);
      }
    };
    fc.assert(fc.property(anyText, isReadOrRefused), { numRuns: 500 });
  });

  it('whatever was changed in a good one', () => {
    const good = encodePayload([
      new Error('no', { cause: new Map([[1n, new Date(0)]]) }),
      Buffer.from('ab'),
      undefined,
    ]);
    const isReadOrRefused = (at: number, byte: number): void => {
      const bytes = Buffer.from(good);
      bytes[at % bytes.length] = byte;
      expect(['none', 'GRAFLOW_PAYLOAD_INVALID']).toContain(codeOf(() => decodePayload(bytes.toString())));
    };
    fc.assert(fc.property(fc.nat(), fc.nat(255), isReadOrRefused), { numRuns: 1_000 });
  });
});
