import { describe, expect, it } from 'vitest';
import { chain } from './combinators.ts';
import { node } from './node.ts';
import { workflow } from './workflow.ts';

const same = (value: unknown) => value;

describe('workflow', () => {
  it('knows its nodes, what follows each, and which give the result', () => {
    const { name, graph } = workflow('copy', chain(node('a', same), node('b', same)));
    expect(name).toBe('copy');
    expect([...graph.nodes.keys()]).toEqual(['a', 'b']);
    expect(graph.successors).toEqual(
      new Map([
        ['a', ['b']],
        ['b', []],
      ]),
    );
    expect(graph.exits).toEqual(['b']);
  });

  it('refuses two nodes of one name and says what to write', () => {
    expect(() => workflow('copy', chain(same, same))).toThrow(
      'Workflow "copy" has two nodes named "same". Name one of them: node(\'same-2\', same).',
    );
  });

  it('refuses an input that is no node of it and lists the nodes', () => {
    expect(() => workflow('copy', [node('a', same), node('b', same, { inputs: ['c'] })])).toThrow(
      'Node "b" of workflow "copy" takes its input from "c", which is no node of it. Nodes: a, b.',
    );
  });

  it('refuses a circle and shows it', () => {
    const circle = ['a', 'b', 'c'].map((name, index) => node(name, same, { inputs: ['bca'.charAt(index)] }));
    const tail = node('tail', same, { inputs: ['a'] });
    expect(() => workflow('round', [...circle, tail, node('head', same)])).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_WORKFLOW_CYCLE',
        message: 'Workflow "round" goes in a circle: a -> c -> b -> a. Take one of these inputs away.',
      }),
    );
  });

  it('refuses a node that waits for itself', () => {
    expect(() => workflow('self', node('a', same, { inputs: ['a'] }))).toThrow('goes in a circle: a -> a.');
  });

  it('takes a chain of 20,000 nodes', () => {
    const nodes = Array.from({ length: 20_000 }, (_, index) =>
      node(`${index}`, same, index === 0 ? {} : { inputs: [`${index - 1}`] }),
    );
    expect(workflow('long', nodes).graph.nodes.size).toBe(20_000);
  });
});
