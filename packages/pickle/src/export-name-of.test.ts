import { describe, expect, test } from 'vitest';
import { exportNameOf } from './export-name-of.ts';
import { folderOf, loadModules } from './revive/load-modules.ts';

export const shown = (): number => 1;
const inner = (): number => 2;
export { inner as renamed };
export function declared(): number {
  return 3;
}
const hidden = (): number => 4;

describe('the export name of a function', () => {
  test('is the one that its own module gives it', () => {
    expect([shown, declared].map((fn) => exportNameOf(fn))).toEqual(['shown', 'declared']);
    expect(exportNameOf(inner)).toBe('renamed');
  });

  test('is found from another module', () => {
    expect([folderOf, loadModules].map((fn) => exportNameOf(fn as () => unknown))).toEqual(['folderOf', 'loadModules']);
  });

  test('is undefined for what the module keeps', () => {
    expect(exportNameOf(hidden)).toBeUndefined();
    expect(exportNameOf(() => hidden())).toBeUndefined();
  });

  test('is undefined for native and bound functions', () => {
    expect([Math.max, shown.bind(null)].map((fn) => exportNameOf(fn as () => unknown))).toEqual([undefined, undefined]);
  });
});
