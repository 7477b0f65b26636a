import { describe, expect, it } from 'vitest';
import { encodeProgress } from './encode-progress.ts';
import { decodePayload } from './payload-codec.ts';

const told = (value: unknown): unknown => decodePayload(encodeProgress(value));

describe('encodeProgress', () => {
  it('carries what a payload carries', () => {
    expect(told({ done: 3n, at: new Date(0) })).toEqual({ done: 3n, at: new Date(0) });
    expect(told(undefined)).toBeUndefined();
  });

  it('shows what cannot travel as text', () => {
    expect(told({ run: () => 1 })).toBe('{ run: [Function: run] }');
  });

  it('cuts what is too large', () => {
    expect(told('ä'.repeat(20_000))).toBe('ä'.repeat(1_000));
    expect(encodeProgress({ rows: Array.from({ length: 10_000 }, String) }).length).toBeLessThan(2_000);
  });

  it('shows something of a value whose inspection throws', () => {
    const hostile = {
      run: () => 1,
      [Symbol.for('nodejs.util.inspect.custom')]: () => {
        throw new Error('no');
      },
    };
    expect(told(hostile)).toBe('a value that cannot be shown');
  });
});
