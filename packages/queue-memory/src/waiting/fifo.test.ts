import { expect, test } from 'vitest';
import { Fifo } from './fifo.ts';

test('gives things in the order they came, whenever they came', () => {
  const fifo = new Fifo<number>();
  const taken: (number | undefined)[] = [];
  fifo.put(1);
  fifo.put(2);
  taken.push(fifo.take());
  fifo.put(3);
  taken.push(fifo.take(), fifo.take(), fifo.take());
  fifo.put(4);
  taken.push(fifo.take());
  expect(taken).toEqual([1, 2, 3, undefined, 4]);
});
