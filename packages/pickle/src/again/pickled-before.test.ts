import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCapture } from '../capture/walk.ts';
import type { Pickle } from '../format.ts';
import { makePickle } from '../make-pickle.ts';
import { pickle } from '../pickle.ts';
import { register } from '../register.ts';
import { pickledBefore } from './pickled-before.ts';

/** What a pickle is when nothing is known from before. */
const asNew = (fn: unknown) => makePickle(createCapture(), fn, undefined);

/** Pickles a function until its pickle is known. */
function known<Fn extends object>(fn: Fn): Fn {
  pickle(fn);
  pickle(fn);
  expect(pickledBefore(fn)).toEqual(asNew(fn));
  return fn;
}

/** What a function is pickled as after a change that must show, when its pickle was known. */
function newsOf(fn: object, change: () => void): Pickle {
  const before = asNew(known(fn));
  change();
  const now = pickle(fn);
  expect(now).not.toEqual(before);
  return now;
}

afterEach(() => vi.unstubAllEnvs());

describe('a pickle that is known from before', () => {
  test('belongs to its caller alone', () => {
    const fn = known(() => 1);
    const given = pickledBefore(fn);
    Object.assign(given ?? {}, { code: 'spoilt', values: undefined });
    expect(pickle(fn)).toEqual(asNew(fn));
  });

  test('is that of a function which gave the same two times, and of no other value', () => {
    const fn = () => 2;
    pickle(fn);
    expect(pickledBefore(fn)).toBeUndefined();
    pickle(fn);
    expect(pickledBefore(fn)).toBeDefined();
    const value = { fn };
    for (let time = 0; time < 3; time += 1) pickle(value);
    expect(pickledBefore(value)).toBeUndefined();
  });

  test('is not kept where V8 or the heap must be asked for more than variables', () => {
    let count = 0;
    const pattern = /a/;
    const later = undefined;
    class Hidden {
      #secret = 1;
      tell = () => this.#secret;
    }
    for (const fn of [() => (count += 1), () => pattern, () => later, () => Hidden, function* () {}.bind(null)]) {
      for (let time = 0; time < 3; time += 1) pickle(fn);
      expect(pickledBefore(fn)).toBeUndefined();
    }
  });

  test('does not pass a limit, nor a secret that was allowed before', () => {
    const smtp = { url: 'smtp://me:pw@host' };
    const fn = () => smtp;
    const allowed = { allowSecrets: ['smtp.url'] };
    for (let time = 0; time < 3; time += 1) pickle(fn, allowed);
    expect(pickledBefore(fn, allowed.allowSecrets)).toEqual(pickle(fn, allowed));
    expect(() => pickle(fn, { ...allowed, maxBytes: 10 })).toThrow(/bytes/);
    expect(() => pickle(fn)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }));
  });

  test.each<[string, unknown]>([
    ['a text', 'not-known-to-be-one'],
    ['a text in an object', [{ word: 'not-known-to-be-one' }]],
    ['a key', { 'not-known-to-be-one': 1 }],
  ])('does not pass %s that became a secret of the environment', (_, captured) => {
    const secret = 'not-known-to-be-one';
    const fn = known(() => captured);
    vi.stubEnv('SOME_PASSWORD', secret);
    expect(() => pickle(fn)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }));
    vi.stubEnv('SOME_PASSWORD', 'something-else');
    expect(pickle(fn)).toEqual(asNew(fn));
  });

  test('does not pass a secret in the text of a function', () => {
    const fn = known(() => 'stands-in-the-text');
    vi.stubEnv('SOME_PASSWORD', 'stands-in-the-text');
    expect(() => pickle(fn)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }));
  });
});

describe('a function is pickled anew', () => {
  const makeParts = () => {
    const [inMap, inSet] = [{ x: 1 }, { y: 1 }];
    const map = new Map<string, unknown>([
      ['a', 1],
      ['b', inMap],
    ]);
    return { map, set: new Set<unknown>([1, inSet]), date: new Date(0), inMap, inSet };
  };
  const makeData = () => ({ list: [1, { deep: 'a' }], text: 'x' }) as Record<string, unknown> & { list: unknown[] };

  test.each<[string, (data: ReturnType<typeof makeData>) => void]>([
    ['has another value', (data) => void (data['text'] = 'y')],
    ['has one more', (data) => void (data['more'] = 1)],
    ['lacks one', (data) => void delete data['text']],
    ['has them in another order', (data) => void (delete data['text'], (data['text'] = 'x'), (data['z'] = 0))],
    ['holds an object that is like the one before', (data) => void (data['text'] = { ...data })],
    ['has a getter', (data) => void Object.defineProperty(data, 'text', { get: () => 'x' })],
    ['hides one', (data) => void Object.defineProperty(data, 'text', { enumerable: false })],
    ['has one by symbol', (data) => void Reflect.set(data, Symbol.for('s'), 1)],
    ['is frozen', (data) => void Object.freeze(data)],
    ['takes no more', (data) => void Object.preventExtensions(data)],
    ['inherits from another', (data) => void Object.setPrototypeOf(data, null)],
    ['has zero with a sign', (data) => void (data.list[0] = -0)],
    ['has a longer list', (data) => void data.list.push(2)],
    ['has a list with a hole', (data) => void Reflect.deleteProperty(data.list, 0)],
    ['has another value deep inside', (data) => void ((data.list[1] as { deep: string }).deep = 'b')],
  ])('when what it captured %s', (_, change) => {
    const data = makeData();
    const fn = () => data;
    expect(newsOf(fn, () => change(data))).toEqual(asNew(fn));
  });

  test('when a variable holds something else', () => {
    let factor = 1;
    let helper = (n: number) => n;
    const fn = (n: number) => helper(n) * factor;
    expect(newsOf(fn, () => void (factor = 2))).toEqual(asNew(fn));
    expect(newsOf(fn, () => void (helper = (n) => n + 1))).toEqual(asNew(fn));
  });

  test.each<[string, (parts: ReturnType<typeof makeParts>) => void]>([
    ['a value in a map', ({ map }) => void map.set('a', 2)],
    ['an object in a map', ({ map, inMap }) => void (map.set('b', { ...inMap }), (inMap.x = 2))],
    ['the order of a map', ({ map }) => void (map.delete('a'), map.set('a', 1))],
    ['a set', ({ set }) => void set.add(2)],
    ['a value in a set', ({ inSet }) => void (inSet.y = 2)],
    ['a date', ({ date }) => void date.setTime(1)],
  ])('when %s is another', (_, change) => {
    const parts = makeParts();
    const fn = () => parts;
    expect(newsOf(fn, () => change(parts))).toEqual(asNew(fn));
  });

  test('when a class that it uses has another member, static or base', () => {
    class Base {
      greet() {
        return 'hi';
      }
    }
    const makeClass = () => class extends Base {};
    const Class = makeClass() as typeof Base & { extra?: number };
    const fn = () => new Class();
    expect(newsOf(fn, () => void (Class.extra = 1))).toEqual(asNew(fn));
    expect(newsOf(fn, () => void (Class.prototype.greet = () => 'ho'))).toEqual(asNew(fn));
    expect(newsOf(fn, () => void Object.setPrototypeOf(Class, class {}))).toEqual(asNew(fn));
  });

  test('when it has another property itself', () => {
    const fn = Object.assign(() => 1, { note: 1 });
    expect(newsOf(fn, () => void (fn.note = 2))).toEqual(asNew(fn));
  });

  test('while a reducer is registered', () => {
    class Point {
      x = 1;
    }
    const point = new Point();
    const fn = known(() => point);
    const unregister = register(Point, { reduce: () => 1, revive: () => new Point() });
    expect(JSON.stringify(pickle(fn))).toContain('"reduced"');
    unregister();
    expect(pickle(fn)).toEqual(asNew(fn));
  });

  test('when any part of any value is another', () => {
    const values = fc.object({ withNullPrototype: true, withSparseArray: true, maxDepth: 3 });
    const property = fc.property(values, fc.nat(), fc.anything(), (data, at, value) => {
      const fn = () => data;
      for (let time = 0; time < 3; time += 1) pickle(fn);
      const places = placesIn(data);
      const [holder, key] = places[at % Math.max(1, places.length)] ?? [data, 'new'];
      Reflect.set(holder, key, value);
      expect(pickle(fn)).toEqual(asNew(fn));
    });
    fc.assert(property, { numRuns: 200 });
  });
});

/** Every property of an object and of the objects in it. */
function placesIn(object: object): [holder: object, key: string][] {
  return Object.entries(object).flatMap(([key, value]) => [
    [object, key],
    ...(typeof value === 'object' && value !== null ? placesIn(value as object) : []),
  ]);
}
