import { expect, test } from 'vitest';
import { pickle, unpickle } from '../src/index.ts';

const travel = async <T>(value: T): Promise<T> =>
  unpickle<T>(JSON.parse(JSON.stringify(pickle(value))) as ReturnType<typeof pickle>);

class Base {
  name(): string {
    return 'base';
  }
}

class Counter extends Base {
  #count = 1;
  add = (by: number): number => (this.#count += by);
  up = (): string => super.name();
}

test('an arrow with a private name travels on from where it came to', async () => {
  const once = await travel(new Counter());
  once.add(1);
  const twice = await travel(once);
  expect([twice.add(1), twice.up(), once.add(0)]).toEqual([3, 'base', 2]);
}, 60_000);
