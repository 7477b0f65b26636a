import { describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import { pickle } from './pickle.ts';

const withoutPlaces = (text: string): string => text.replaceAll(/ \([\w./-]+:\d+\)/g, '');

const setup = () => {
  const limit = 12;
  const config = { tags: new Set(['a']), later: new Promise(() => undefined) };
  const handler = (): unknown => [config.tags, limit, Math.max];
  return { handler };
};

describe('explain', () => {
  test('lists every part with its way, kind, place and size, and what would be refused', () => {
    const { handler } = setup();
    const { parts, problems, bytes } = explain(handler);
    expect(parts.map(({ path, kind, travels }) => [withoutPlaces(path), kind, travels])).toEqual([
      ['handler', 'function', 'value'],
      ['handler captures config', 'object', 'value'],
      ['handler captures config → .tags', 'set', 'value'],
      ['handler captures config → .later', 'refused', 'refused'],
      ['handler captures limit', 'number', 'value'],
    ]);
    expect(parts[0]?.bytes).toBeGreaterThan(String(handler).length);
    expect(parts[4]?.place).toMatch(/^src\/explain\.test\.ts:\d+$/);
    expect(problems).toHaveLength(1);
    expect(bytes).toBe(0);
  });

  test('follows the heaviest captures down to what makes them heavy', () => {
    const text = 'a'.repeat(5000);
    const index = { small: [1], words: { all: Array.from({ length: 3000 }, (_, at) => at) } };
    const tiny = { a: 1 };
    const { heaviest, parts } = explain(() => [text, index, tiny]);
    expect(heaviest.map(({ path }) => withoutPlaces(path))).toEqual([
      '(anonymous) captures index → .words.all',
      '(anonymous) captures text',
      '(anonymous) captures tiny',
    ]);
    expect(parts[0]?.totalBytes).toBeGreaterThan(5000 + 3000 * 4);
  });

  test('prints a table', () => {
    const rates = new Map([['de', 0.19]]);
    const password = 'correct-horse';
    const gross = (net: number): unknown => [net, rates, password];
    expect(withoutPlaces(String(explain(gross))).replaceAll(/\d+(?= bytes)/g, (size) => '#'.repeat(size.length))).toBe(
      [
        'gross: ### bytes',
        '  ### bytes  by value  function  gross',
        '   ## bytes  by value  map       gross captures rates',
        '   ## bytes  by value  string    gross captures password',
        '  warning: gross captures password: it is named like a secret; its value travels as it is',
      ].join('\n'),
    );
  });
});

describe('maxBytes', () => {
  test('refuses a larger pickle and names the heaviest captures', () => {
    const cache = { pages: Array.from({ length: 50 }, () => 'x'.repeat(1000)) };
    const handler = (): unknown => cache;
    expect(() => pickle(handler, { maxBytes: 10_000 })).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_PICKLE_TOO_LARGE',
        message: expect.stringMatching(
          /^The pickle is \d+ KiB, the limit is 9\.8 KiB\. What makes it heavy:\n {2}handler .* captures cache .* → \.pages: \d+ KiB\nLoad it/,
        ) as unknown,
      }),
    );
    expect(pickle(handler, { maxBytes: 100_000 }).format).toBe('graflow-pickle/1');
  });
});
