import { describe, expect, it } from 'vitest';
import { listNames, nearestName } from './name-suggestion.ts';

describe('nearestName', () => {
  it.each([
    ['mial', 'mail'],
    ['MAIL', 'mail'],
    ['raport', 'report'],
    ['images/resise', 'images/resize'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearestName(written, ['report', 'mail', 'images/resize'])).toBe(meant);
  });

  it('suggests nothing when no name is near', () => {
    expect(nearestName('deploy', ['mail', 'report'])).toBeUndefined();
    expect(nearestName('deploy', [])).toBeUndefined();
  });

  it('takes the nearest of several', () => {
    expect(nearestName('load1', ['load12', 'load1x', 'load1', 'loads'])).toBe('load1');
  });
});

describe('listNames', () => {
  it('sorts the names', () => {
    expect(listNames(['report', 'mail'])).toBe('mail, report');
  });

  it('says when there are none', () => {
    expect(listNames([])).toBe('none');
  });

  it('cuts a long list and says how many more there are', () => {
    const names = Array.from({ length: 12 }, (_, index) => `task${10 + index}`);
    expect(listNames(names)).toMatch(/^task10, .*task19 and 2 more$/);
  });
});
