import { expect, test } from 'vitest';
import { newerSyntax } from './newer-syntax.ts';

test.each([
  ['function(){return[0,[() => { using file = open(); }]]}', ['using declarations']],
  ['async () => { await using file = open(); }', ['await using declarations']],
  ['() => /(?i:a)b/', ['regular expressions with (?i:...)']],
  ['() => /(?<day>a)|(?<day>b)/', ['regular expressions with two groups of one name']],
  ['() => /(?<a>a)(?<b>b)(?:c)[(?i:]/v', []],
  ['(using) => using + 1', []],
])('%s', (text, names) => {
  expect(newerSyntax(text).map(({ name }) => name)).toEqual(names);
});

test('of what nobody can read is nothing', () => {
  expect(newerSyntax('a |> b')).toEqual([]);
});
