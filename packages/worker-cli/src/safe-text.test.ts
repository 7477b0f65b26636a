import { expect, test } from 'vitest';
import { safeText } from './safe-text.ts';

test.each([
  ['a\nb', 'a\\u000ab'],
  ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
  ['title\u009d', 'title\\u009d'],
  ['\u202eevil', '\\u202eevil'],
  ['Grüße, 世界 🎉', 'Grüße, 世界 🎉'],
])('shows %j as %j', (text, shown) => {
  expect(safeText(text)).toBe(shown);
});

test('cuts long text', () => {
  expect(safeText('abcdef', 3)).toBe('abc…');
});
