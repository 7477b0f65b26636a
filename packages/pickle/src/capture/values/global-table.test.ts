import { expect, test } from 'vitest';
import { isOfNode } from '../../inspect/is-of-node.ts';
import { mayBeGlobal } from './global-table.ts';
import { readHostGlobals, readLanguageGlobals } from './read-globals.ts';

test('nothing that is built in looks like a user made it, but what Node writes in JavaScript', () => {
  const language = readLanguageGlobals();
  const missed = [...language, ...readHostGlobals(language)].filter(([value]) => !mayBeGlobal(value));

  const unknown = missed.filter(([value]) => !isFunctionOfNode(value) && !isPrototypeOfNode(value));
  expect(unknown.map(([, path]) => path.join('.')).filter((path) => !madeByVitest.test(path))).toEqual([]);
});

const madeByVitest = /^(?:console|process|Error\.prepareStackTrace)\b/;

function isFunctionOfNode(value: unknown): boolean {
  return typeof value === 'function' && isOfNode(value);
}

function isPrototypeOfNode(value: unknown): boolean {
  const constructor: unknown = Object.getOwnPropertyDescriptor(value, 'constructor')?.value;
  return isFunctionOfNode(constructor) && (constructor as { prototype: unknown }).prototype === value;
}

test('a plain object, an array, a function and a class of a user cost no look at the tables', () => {
  class Own {}
  const values = [{ a: 1 }, [1], () => 1, Own, Own.prototype, new Own(), new Map(), new Date(), Object.create(null)];

  expect(values.filter(mayBeGlobal)).toEqual([]);
});
