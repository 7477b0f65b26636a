import { describe, expect, it, onTestFinished } from 'vitest';
import { chain, ExecutionContext, node, parallel, workflow } from '@graflow/workflow';

const setup = () => {
  const context = new ExecutionContext();
  onTestFinished(() => context.close());
  return context;
};

const count = async (words: readonly string[]) => words.length;
const longest = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length)[0] ?? '';
const split = (text: string) => text.split(' ');
const describeWords = (size: number, word: string) => `${size} words, the longest is ${word}`;

const text = 'a task is data until the moment it runs';

describe('over a memory queue of its own, a context runs', () => {
  it('one function', async () => {
    expect(await setup().run(workflow('one', split), ['a b'])).toEqual(['a', 'b']);
  });

  it('a chain', async () => {
    expect(await setup().run(workflow('chain', chain(split, longest)), [text])).toBe('moment');
  });

  it('a fan-out, and gives all results in order', async () => {
    const fanOut = workflow('fan-out', chain(split, parallel(count, longest)));
    expect(await setup().run(fanOut, [text])).toEqual([9, 'moment']);
  });

  it('a fan-in of as many tasks as there are', async () => {
    const squares = Array.from({ length: 100 }, (_, index) => node(`square-${index}`, () => index * index));
    const sum = (...values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(await setup().run(workflow('fan-in', chain(parallel(...squares), sum)))).toBe(328_350);
  });

  it('a diamond', async () => {
    const diamond = workflow('diamond', chain(split, parallel(count, longest), describeWords));
    expect(await setup().run(diamond, [text])).toBe('9 words, the longest is moment');
  });

  it('a graph that no chain can say', async () => {
    const words = node('words', split);
    const size = node('size', count, { inputs: [words] });
    const word = node('word', longest, { inputs: [words] });
    const both = node('both', describeWords, { inputs: [size, word] });
    const shout = (sentence: string, all: readonly string[]) => `${sentence}; the first is ${all[0]}`;
    const graph = workflow('graph', [words, size, word, both, node('shout', shout, { inputs: [both, words] })]);
    expect(await setup().run(graph, [text])).toBe('9 words, the longest is moment; the first is a');
  });

  it('the same workflow twice at the same time', async () => {
    const context = setup();
    const diamond = workflow('diamond', chain(split, parallel(count, longest), describeWords));
    expect(await Promise.all([context.run(diamond, ['a bc']), context.run(diamond, ['def'])])).toEqual([
      '2 words, the longest is bc',
      '1 words, the longest is def',
    ]);
  });
});
