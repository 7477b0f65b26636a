import { describe, expect, test } from 'vitest';
import { compareVersions } from './compare-versions.ts';

describe('a version, to code that was written for another one', () => {
  test.each([
    ['4.17.21', '4.17.21', 'compatible'],
    ['4.17.21', '4.18.0', 'compatible'],
    ['4.17.21', '4.17.3', 'compatible'],
    ['4.17.21', '4.16.9', 'older'],
    ['4.17.21', '5.0.0', 'incompatible'],
    ['4.17.21', '3.10.1', 'incompatible'],
    ['0.4.2', '0.4.1', 'older'],
    ['0.4.2', '0.5.0', 'incompatible'],
    ['0.4.2', '1.0.0', 'incompatible'],
    ['0.0.3', '0.0.4', 'incompatible'],
    ['0.0.0', '0.0.0', 'compatible'],
    ['2.0.0-beta.1', '2.0.0', 'compatible'],
    ['workspace:*', '2.0.0', 'compatible'],
  ])('%s made, %s here: %s', (seen, here, verdict) => {
    expect(compareVersions(seen, here)).toBe(verdict);
  });
});
