import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { pickle, unpickle, type Pickle } from '../src/index.ts';
import { workbench } from './far-side.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

const travel = async <T>(value: T): Promise<T> => unpickle<T>(JSON.parse(JSON.stringify(pickle(value))) as Pickle);

describe('a class in two pickles', () => {
  test('is one class where both are read', async () => {
    class Point {
      #x = 1;
      static origin = new Point();
      get x() {
        return this.#x;
      }
    }
    class Far extends Point {}
    const [make, isPoint, instance, again] = [
      await travel(() => new Far()),
      await travel((value: unknown) => value instanceof Point),
      await travel(new Far()),
      await travel(Far),
    ];
    expect([isPoint(make()), isPoint(instance), isPoint({})]).toEqual([true, true, false]);
    expect(make().constructor).toBe(again);
    expect(instance.x).toBe(1);
    expect(again).not.toBe(Far);
  });

  test('is two classes when its text, what it captured, its base or its static state differ', async () => {
    const make = (captured: number, base: new () => object = Object) =>
      class extends base {
        static state = [captured];
        value() {
          return captured;
        }
      };
    const [one, same, two] = [await travel(make(1)), await travel(make(1)), await travel(make(2))];
    const based = await travel(make(1, Map));
    expect(same).toBe(one);
    expect(new Set([one, two, based]).size).toBe(3);
    expect([new one().value(), new two().value()]).toEqual([1, 2]);
  });

  test('stands as it is: its state is not set again', async () => {
    class Counter {
      static count = 0;
      static names: string[] = [];
    }
    const made = pickle(Counter);
    const first = await unpickle<typeof Counter>(made);
    first.count += 1;
    first.names.push('a');
    const second = await unpickle<typeof Counter>(made);
    expect(second).toBe(first);
    expect([second.count, second.names]).toEqual([1, ['a']]);
    expect(Counter.count).toBe(0);
  });

  test('brings what it captured: class and function see one object', async () => {
    const seen = new Map<string, number>();
    class Registry {
      add(name: string) {
        seen.set(name, 1);
        return this;
      }
    }
    const made = pickle({ add: (name: string) => new Registry().add(name), size: () => seen.size });
    const first = await unpickle<{ add: (name: string) => Registry; size: () => number }>(made);
    const second = await unpickle<typeof first>(made);
    expect(second.add('a')).toBeInstanceOf(first.add('b').constructor);
    expect(second.size()).toBe(2);
  });

  test('is made anew with a function that shares a variable with it, so that every reading has its own', async () => {
    let made = 0;
    class Job {
      number = (made += 1);
    }
    const text = pickle(() => [new Job().number, made]);
    const [first, second] = [await unpickle<() => number[]>(text), await unpickle<() => number[]>(text)];
    expect([first(), first(), second()]).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
  });

  test('is one class when classes, functions and instances lead to each other', async () => {
    class Tree {
      static root = new Tree();
      children: Tree[] = [];
      grow(): Tree {
        this.children.push(plant());
        return this;
      }
    }
    function plant(): Tree {
      return new Tree();
    }
    const [grow, isTree, root] = [
      await travel(plant),
      await travel((tree: unknown) => tree instanceof Tree),
      await travel(Tree.root),
    ];
    expect([isTree(grow()), isTree(root), isTree(root.grow().children[0])]).toEqual([true, true, true]);
    expect((root.constructor as typeof Tree).root).toBe(root);
  });

  test('stays one class when it travels on', async () => {
    class Stop {
      static names = ['a'];
      #at = 1;
      at() {
        return this.#at;
      }
    }
    const once = await travel(Stop);
    const twice = await travel(once);
    const thrice = await travel(() => new once());
    expect(new twice().at()).toBe(1);
    expect(thrice()).toBeInstanceOf(twice);
  });

  test('is another class where its modules come from somewhere else', async () => {
    const { tmpdir } = await import('node:os');
    const temporary = tmpdir;
    class Folder {
      at() {
        return temporary();
      }
    }
    const made = pickle(Folder);
    const given = { 'node:os': { default: { tmpdir: () => '/given' }, tmpdir: () => '/given' } };
    const [here, elsewhere] = [
      await unpickle<typeof Folder>(made),
      await unpickle<typeof Folder>(made, { modules: given }),
    ];
    expect([new here().at(), new elsewhere().at()]).toEqual([tmpdir(), '/given']);
  });

  test('is one class for two copies of this package', async () => {
    class Shared {}
    const other = (await import(pathToFileURL(bundle).href)) as { unpickle: typeof unpickle };
    const made = pickle(Shared);
    expect(await other.unpickle(made)).toBe(await unpickle(made));
  });
});

test('classes that nobody holds any more leave nothing behind', () => {
  const output = execFileSync(process.execPath, ['--expose-gc', join(folder, 'many-classes.mjs'), bundle], {
    encoding: 'utf8',
  });
  const { grownMiB, kept } = JSON.parse(output) as { grownMiB: number; kept: number };
  expect(kept).toBeLessThan(10);
  expect(grownMiB).toBeLessThan(4);
});
