import { afterAll, describe, expect, test } from 'vitest';
import { native, roundTrip, workbench } from './far-side.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

const files = [
  'functions',
  'scopes',
  'shared',
  'function-objects',
  'classes',
  'values',
  'builtins',
  'modules',
  'mixed',
  'scope-corners',
  'class-corners',
  'private-corners',
  'function-corners',
  'value-corners',
  'module-corners',
  'sloppy',
];

const rows = await Promise.all(
  files.map(async (file) => [file, await roundTrip(folder, bundle, native, file)] as const),
);

describe.each(rows)('another process gets the same from %s', (_file, cases) => {
  test.each(cases)('%s', (_name, here, there) => {
    expect(there).toBe(here);
  });
});
