import { describe, expect, it } from 'vitest';
import { checkRetryOptions } from './retry-policy.ts';
import { isRetried } from './retry-filter.ts';

const reset = { name: 'Error', code: 'ECONNRESET' };
const mistake = { name: 'TypeError' };

describe('isRetried', () => {
  it('retries every failure, unless told otherwise', () => {
    expect([reset, mistake].map((failure) => isRetried(failure))).toEqual([true, true]);
  });

  it('retries only those that are listed, by name or by code', () => {
    expect([reset, mistake].map((failure) => isRetried(failure, { only: ['ECONNRESET'] }))).toEqual([true, false]);
    expect([reset, mistake].map((failure) => isRetried(failure, { only: ['TypeError'] }))).toEqual([false, true]);
    expect(isRetried(reset, { only: [] })).toBe(false);
  });

  it('retries none that is excepted, listed or not', () => {
    expect([reset, mistake].map((failure) => isRetried(failure, { except: ['TypeError'] }))).toEqual([true, false]);
    expect(isRetried(reset, { only: ['Error'], except: ['ECONNRESET'] })).toBe(false);
  });
});

describe('checkRetryOptions', () => {
  it.each([[{ only: 'TypeError' }], [{ only: [TypeError] }], [{ except: [''] }], [{ except: Array(51).fill('a') }]])(
    'refuses what is no list of names: %j',
    (options) => {
      expect(() => checkRetryOptions(options as never)).toThrow(
        expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID' }) as Error,
      );
    },
  );
});
