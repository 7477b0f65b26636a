import { describe, expect, expectTypeOf, it } from 'vitest';
import { type Node, node } from './node.ts';

const load = async (path: string) => path.length;
const print = (size: number, title: string) => `${title}: ${size}`;

describe('node', () => {
  it('is data: a name, the function, names of inputs, options', () => {
    const size = node('size', load);
    expect(node('print', print, { inputs: [size, 'title'], priority: 1 })).toEqual({
      name: 'print',
      task: print,
      inputs: ['size', 'title'],
      options: { priority: 1 },
    });
  });

  it('keeps the type of its function and checks the types of its inputs', () => {
    const size = node('size', load);
    expectTypeOf(size).toEqualTypeOf<Node<(path: string) => Promise<number>>>();
    // @ts-expect-error: the first argument of print is a number, print gives a string
    node('again', print, { inputs: [node('print', print), 'title'] });
    // @ts-expect-error: print takes two arguments
    node('again', print, { inputs: [size] });
    // @ts-expect-error: the id of a task is the run's affair
    expect(() => node('again', print, { taskId: 'a' })).toThrow('"taskId" is no option. Options: inputs, strategy,');
  });

  it('refuses options that it does not know', () => {
    expect(() => node('size', load, { timeoutMS: 5 } as never)).toThrow('Did you mean "timeoutMs"?');
    expect(() => node('size', load, [] as never)).toThrow('options must be an object');
  });

  it.each(['', 'x'.repeat(129), undefined, 7])('refuses the name %j', (name) => {
    expect(() => node(name as never, load)).toThrow(expect.objectContaining({ code: 'GRAFLOW_NODE_NAME_INVALID' }));
  });
});
