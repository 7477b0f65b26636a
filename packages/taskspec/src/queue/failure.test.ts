import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Failure, failureFrom } from './failure.ts';

const causesOf = (failure: Failure | undefined): number => (failure === undefined ? 0 : 1 + causesOf(failure.cause));

describe('failureFrom', () => {
  it('keeps name, message, code, stack and cause of an Error', () => {
    const cause = new RangeError('disk full');
    const error = Object.assign(new TypeError('no', { cause }), { code: 'E_NO' });
    expect(failureFrom(error)).toEqual({
      name: 'TypeError',
      message: 'no',
      code: 'E_NO',
      stack: error.stack,
      cause: { name: 'RangeError', message: 'disk full', stack: cause.stack },
    });
  });

  it.each<[string, unknown, string]>([
    ['a string', 'just this', 'just this'],
    ['undefined', undefined, 'The task threw undefined.'],
    ['null', null, 'The task threw null.'],
    ['a number', -0, 'The task threw -0.'],
    ['a symbol', Symbol('mark'), 'The task threw Symbol(mark).'],
    ['an object', { status: 404, body: { text: 'none' } }, "The task threw { status: 404, body: { text: 'none' } }."],
    ['an object without a prototype', Object.create(null), 'The task threw [Object: null prototype] {}.'],
    ['a function', failureFrom, 'The task threw [Function: failureFrom].'],
  ])('tells of %s', (_what, thrown, message) => {
    expect(failureFrom(thrown)).toEqual({ name: 'Error', message });
  });

  it('reads what only looks like an Error, of another realm or none', () => {
    expect(failureFrom(runInNewContext('new RangeError("far")'))).toMatchObject({ name: 'RangeError', message: 'far' });
    expect(failureFrom({ message: 'plain', code: 7 })).toEqual({ name: 'Error', message: 'plain', code: '7' });
  });

  it('survives getters that throw, hostile methods and a revoked Proxy', () => {
    const unreadable = { name: 'Error', message: 'The task threw a value that cannot be read.' };
    const hostile = new Error('no');
    Object.defineProperty(hostile, 'stack', {
      get: () => {
        throw new Error('gotcha');
      },
    });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(failureFrom(hostile)).toEqual(unreadable);
    expect(failureFrom(proxy)).toEqual(unreadable);
  });

  it('ends at the eighth cause, so a cycle ends', () => {
    const error = new Error('round');
    error.cause = error;
    expect(causesOf(failureFrom(error))).toBe(9);
  });

  it('cuts endless texts', () => {
    const { message } = failureFrom(new Error('x'.repeat(1e6)));
    expect(message).toHaveLength(16_391);
    expect(message).toMatch(/… \(cut\)$/);
  });

  it('gives plain data: JSON changes nothing', () => {
    const failure = failureFrom(new AggregateError([1], 'many', { cause: Symbol('why') }));
    expect(JSON.parse(JSON.stringify(failure))).toEqual(failure);
  });
});
