import { describe, expect, test } from 'vitest';
import { readSnapshot, snapshotOf, snapshotOfArgs } from './snapshot.ts';

describe('snapshotOf', () => {
  test.each([['text'], [1.5], [-0], [Number.NaN], [true], [null], [undefined]])('keeps %s as it is', (value) => {
    expect(snapshotOf(value, {})).toBe(value);
  });

  test.each([[10n], [[1, 2]], [{ a: 1 }], [new Date(5)]])('keeps a copy of %s for each who asks', (value) => {
    const snapshot = snapshotOf(value, {});
    const [first, second] = [readSnapshot(snapshot, {}), readSnapshot(snapshot, {})];
    expect(first).toStrictEqual(value);
    expect(first === second).toBe(typeof value !== 'object');
  });

  test('refuses what cannot travel', () => {
    expect(() => snapshotOf(Symbol('x'), {})).toThrow(/^result cannot travel/);
    expect(() => snapshotOf(() => 1, {})).toThrow(/^result cannot travel/);
    expect(() => snapshotOfArgs([1, () => 1], {})).toThrow(/^arguments/);
  });

  test.each(['x', '"', '\u0001', 'ü', '🌍'])('counts %j as the codec does', (character) => {
    const text = character.repeat(99);
    const bytes = Buffer.byteLength(`j${JSON.stringify(text)}`);
    expect(snapshotOf(text, { maxPayloadBytes: bytes })).toBeDefined();
    expect(() => snapshotOf(text, { maxPayloadBytes: bytes - 1 })).toThrow(/is \d+ bytes/);
  });
});

describe('snapshotOfArgs', () => {
  test('copies the list', () => {
    const args: unknown[] = [1, 'two'];
    const snapshot = snapshotOfArgs(args, {});
    args.push(3);
    expect(readSnapshot(snapshot, {})).toEqual([1, 'two']);
  });

  test('counts all arguments together', () => {
    const args = Array.from({ length: 10 }, () => 'x'.repeat(100));
    expect(() => snapshotOfArgs(args, { maxPayloadBytes: 900 })).toThrow(/is \d+ bytes/);
  });
});
