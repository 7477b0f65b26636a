import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { decodePayload, encodePayload } from './payload-codec.ts';

class Point {
  x = 1;
}
class Cache extends Map<string, number> {}
class Words extends Array<string> {}
class Bytes extends Uint8Array {}
class Moment extends Date {}

const refused = (value: unknown): { readonly message: string; readonly details: unknown } => {
  try {
    encodePayload(value, { what: 'arguments' });
  } catch (error) {
    return error as { message: string; details: unknown };
  }
  throw new Error('It was not refused.');
};

describe('what is refused', () => {
  it.each<[string, unknown]>([
    ['it is a function', () => 1],
    ['it is a function', Point],
    ['it is a Symbol', Symbol('mark')],
    ['it is an instance of Point', new Point()],
    ['it is an instance of Socket', new Socket()],
    ['it is an instance of AsyncLocalStorage', new AsyncLocalStorage()],
    ['it is an instance of Cache', new Cache()],
    ['it is an instance of Words', Words.from(['a'])],
    ['it is an instance of Bytes', new Bytes(1)],
    ['it is an instance of Moment', new Moment()],
    ['it is an instance of WeakMap', new WeakMap()],
    ['it is an instance of SharedArrayBuffer', new SharedArrayBuffer(1)],
    ['it is an object with a prototype', Object.create({ inherited: 1 })],
    ['it is a RegExp', /^(a+)+$/],
    ['it is a Promise that was not awaited', Promise.resolve(1)],
    ['it is a Proxy', new Proxy({}, {})],
    ['it has a Symbol as key', { [Symbol('key')]: 1 }],
    ['it has a key "__proto__"', JSON.parse('{"__proto__":{"isAdmin":true}}')],
    ['it has a key "constructor.prototype"', { constructor: { prototype: { isAdmin: true } } }],
    ['it is a BigInt of more than 1000 digits', 10n ** 1_000n],
    ['it is a list with more than 100000 holes', Object.assign([], { length: 100_001 })],
    ['it has the extra property "groups", which would be lost', /b/.exec('abc')],
  ])('%s, with the path to it', (reason, value) => {
    expect(refused([{ deep: new Map([['key', value]]) }])).toMatchObject({
      code: 'GRAFLOW_PAYLOAD_UNSUPPORTED',
      details: { what: 'arguments', path: '[0].deep.get("key")', reason },
    });
    expect(refused(value)).toMatchObject({ details: { path: '', reason } });
  });

  it('an extra property of any container, which would be lost', () => {
    expect(refused(Object.assign(new Set(), { label: 'a' })).message).toContain('it has the extra property "label"');
    expect(refused(Object.assign(new Date(), { label: 'a' })).message).toContain('it has the extra property "label"');
  });

  it('a thenable, at its method', () => {
    // oxlint-disable-next-line unicorn/no-thenable -- the thenable is what is tested
    expect(refused({ task: { then: () => 1 } }).details).toMatchObject({
      path: '.task.then',
      reason: 'it is a function',
    });
  });

  it('what an Error holds', () => {
    const error = new Error('no', { cause: { socket: new Point() } });
    expect(refused([error]).details).toMatchObject({ path: '[0].cause.socket', reason: 'it is an instance of Point' });
  });

  it('what is nested too deeply, without ending the process', () => {
    let value: unknown = [];
    for (let level = 0; level < 100_000; level += 1) value = [value];
    expect(refused(value).message).toContain('it is nested too deeply');
  });

  it('a getter that throws, with what it says', () => {
    const value = {
      get secret(): string {
        throw new Error('not now');
      },
    };
    expect(refused(value).message).toContain('reading it throws not now');
  });

  it('says what to do', () => {
    expect(refused([new Point()]).message).toBe(
      'arguments[0] cannot travel: it is an instance of Point. Send plain data (objects, arrays, Map, Set, Date, BigInt, ' +
        "typed arrays, Error), or capture the value in a task with { strategy: 'pickle' }.",
    );
  });
});

describe('what only looks unusual', () => {
  it('a value of another realm is what the engine says it is', () => {
    const value: unknown = runInNewContext(
      '({ map: new Map([[1, new Date(0)]]), list: [1], error: new TypeError("no") })',
    );
    const back = decodePayload(encodePayload(value)) as { map: unknown; list: unknown; error: unknown };
    expect(back.map).toEqual(new Map([[1, new Date(0)]]));
    expect(back.list).toEqual([1]);
    expect(back.error).toBeInstanceOf(TypeError);
  });

  it('a name that an object gives itself counts for nothing', () => {
    const disguised = new Map([[1, 2]]);
    Object.defineProperty(disguised, Symbol.toStringTag, { value: 'Date' });
    expect(decodePayload(encodePayload(disguised))).toEqual(new Map([[1, 2]]));
  });

  it('a getter is read once, and its value travels', () => {
    let reads = 0;
    const value = {
      get count(): number {
        return (reads += 1);
      },
    };
    expect(decodePayload(encodePayload(value))).toEqual({ count: 1 });
    expect(reads).toBe(1);
  });

  it('toJSON is never called', () => {
    const value = Object.defineProperty({ a: 1 }, 'toJSON', { value: () => 'other' });
    expect(decodePayload(encodePayload(value))).toEqual({ a: 1 });
  });
});
