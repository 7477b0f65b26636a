import { expect, test } from 'vitest';
import { checkOptionNames } from './check-option-names.ts';

const known = { url: true, queue: true } as const;
type Options = { readonly url?: string; readonly queue?: string };
const check = (options: unknown) => checkOptionNames(options as Options, known);

test('takes known names, with any value', () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({ url: 5, queue: undefined })).not.toThrow();
});

test.each([
  [{ uri: 'redis://elsewhere' }, '"uri" is no option. Did you mean "url"? Options: url, queue.'],
  [{ url: '', toString: 1 }, '"toString" is no option. Options: url, queue.'],
  [null, 'options must be an object, got null.'],
  ['redis://elsewhere', "options must be an object, got 'redis://elsewhere'."],
  [[], 'options must be an object, got [].'],
])('refuses %j', (options, message) => {
  expect(() => check(options)).toThrow(expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID', message }));
});

test('must be told every name', () => {
  // @ts-expect-error -- queue is missing
  expect(() => checkOptionNames<Options>({ queue: 'a' }, { url: true })).toThrow('"queue" is no option');
});
