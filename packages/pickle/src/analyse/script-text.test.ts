import { expect, test } from 'vitest';
import { readScriptText, siteOf } from './script-text.ts';

test('a function that ends with another one is not taken for it', () => {
  const source = 'const make = (Math) => () => Math;';
  const script = readScriptText(source);
  const site = script && siteOf(script, '() => Math', source.indexOf('() =>'));

  expect(site?.start).toBe(source.indexOf('() =>'));
  expect(site?.scope.variables.has('Math')).toBe(true);
});
