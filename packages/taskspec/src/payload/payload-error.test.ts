import { describe, expect, it } from 'vitest';
import { decodePayload, encodePayload } from './payload-codec.ts';

class QuotaError extends Error {
  override readonly name = 'QuotaError';
  readonly left = 3;
}

const roundTrip = <T>(value: T): T => decodePayload(encodePayload(value)) as T;

describe('an Error', () => {
  it.each([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError])(
    '%o keeps its class',
    (type) => {
      const error = new type('no');
      const back = roundTrip(error);
      expect(back.constructor).toBe(type);
      expect([back.name, back.message, back.stack]).toEqual([error.name, 'no', error.stack]);
    },
  );

  it('keeps code and other own properties, its cause and its errors', () => {
    const cause = Object.assign(new RangeError('disk'), { code: 'ENOSPC', when: new Date(0) });
    const back = roundTrip(new AggregateError([cause, 7], 'both', { cause }));
    expect(back.errors).toEqual([cause, 7]);
    expect(back.errors[0]).toBe(back.cause);
    expect(back.cause).toMatchObject({ code: 'ENOSPC', when: new Date(0) });
    expect(Object.keys(back)).toEqual([]);
  });

  it('of a class of the user comes back as Error under its name: no class is looked up', () => {
    const back = roundTrip<Error>(new QuotaError('full'));
    expect(back.constructor).toBe(Error);
    expect(back).toMatchObject({ name: 'QuotaError', message: 'full', left: 3 });
    expect(String(back)).toBe('QuotaError: full');
  });

  it('of the platform travels too', () => {
    const { reason } = AbortSignal.abort() as { reason: Error };
    expect(roundTrip(reason)).toMatchObject({ name: 'AbortError', message: reason.message });
  });

  it('without a cause has none, and with the cause undefined has it', () => {
    expect('cause' in roundTrip(new Error('no'))).toBe(false);
    expect('cause' in roundTrip(new Error('no', { cause: undefined }))).toBe(true);
  });

  it('that contains itself stays one Error', () => {
    const error = Object.assign(new TypeError('round'), { code: 'E', self: {} });
    error.self = error;
    error.cause = { list: [new Map([['back', error]])] };
    const back = roundTrip(error);
    expect(back.self).toBe(back);
    expect((back.cause as { list: Map<string, unknown>[] }).list[0]?.get('back')).toBe(back);
    expect(back).toMatchObject({ name: 'TypeError', message: 'round', code: 'E' });
  });

  it('among its own errors stays one AggregateError', () => {
    const error = new AggregateError([], 'round');
    error.errors.push(error, error);
    const back = roundTrip(error);
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.errors).toHaveLength(2);
    expect(back.errors.every((inner) => inner === back)).toBe(true);
  });

  it('that is met first inside what it contains stays one Error', () => {
    const holder: { error?: Error } = {};
    holder.error = Object.assign(new Error('no'), { holder });
    const back = roundTrip(holder);
    expect((back.error as { holder?: unknown } | undefined)?.holder).toBe(back);
  });
});
