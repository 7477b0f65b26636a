import { describe, expect, it } from 'vitest';
import { allStrategies, parseAccept } from './acceptance-policy.ts';

describe('parseAccept', () => {
  it('reads a list written as text', () => {
    expect(parseAccept('reference, pickle')).toEqual(['reference', 'pickle']);
  });

  it('reads a list of names and drops what stands twice', () => {
    expect(parseAccept(['source', 'source', 'reference'])).toEqual(['source', 'reference']);
  });

  it.each([['eval'], ['reference,'], [''], ['Reference']])('refuses %j', (text) => {
    expect(() => parseAccept(text)).toThrow(expect.objectContaining({ code: 'GRAFLOW_STRATEGY_UNKNOWN' }));
  });

  it('refuses an empty policy, under which nothing would ever run', () => {
    expect(() => parseAccept([])).toThrow('is not a strategy. Use reference, pickle or source.');
  });

  it('gives a policy that nobody can widen later', () => {
    expect(Object.isFrozen(parseAccept('reference'))).toBe(true);
    expect(Object.isFrozen(allStrategies)).toBe(true);
  });
});
