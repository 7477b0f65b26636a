import { describe, expect, it } from 'vitest';
import { chain, parallel } from './combinators.ts';
import { node } from './node.ts';
import { readyNodes } from './ready-nodes.ts';
import type { NodeState } from './run-state.ts';
import { workflow } from './workflow.ts';

const same = (value: unknown) => value;
const { graph } = workflow(
  'diamond',
  chain(node('top', same), parallel(node('left', same), node('right', same)), node('end', same)),
);

const succeeded: NodeState = { status: 'succeeded', value: 1 };
const ready = (states: Record<string, NodeState>, candidates?: readonly string[]) =>
  readyNodes(graph, new Map(Object.entries(states)), candidates).map(({ name }) => name);

describe('ready nodes', () => {
  it('are those without inputs at first', () => {
    expect(ready({})).toEqual(['top']);
  });

  it('are those all of whose inputs succeeded', () => {
    expect(ready({ top: succeeded })).toEqual(['left', 'right']);
    expect(ready({ top: succeeded, left: succeeded, right: { status: 'running' } })).toEqual([]);
    expect(ready({ top: succeeded, left: succeeded, right: succeeded })).toEqual(['end']);
  });

  it('are not those that follow a failure', () => {
    expect(ready({ top: { status: 'failed', error: 'no' } })).toEqual([]);
  });

  it('are looked for among the candidates only', () => {
    expect(ready({ top: succeeded }, ['right', 'end'])).toEqual(['right']);
  });
});
