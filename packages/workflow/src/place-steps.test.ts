import { task } from '@graflow/resolver';
import { describe, expect, it } from 'vitest';
import { chain, parallel } from './combinators.ts';
import { node } from './node.ts';
import { placeSteps } from './place-steps.ts';
import type { Step } from './step.ts';

const load = (path: string) => path.length;
const left = (size: number) => size + 1;
const right = (size: number) => size + 2;
const merge = (...sizes: number[]) => sizes;

const edgesOf = (steps: Step | readonly Step[]) => {
  const { nodes, exits } = placeSteps(steps);
  return { edges: nodes.map(({ name, inputs }) => `${inputs.join('+')}>${name}`), exits };
};

describe('placing steps', () => {
  it('makes a node of a function, named after it', () => {
    expect(edgesOf(load)).toEqual({ edges: ['>load'], exits: ['load'] });
  });

  it('makes inputs of the order of a chain', () => {
    expect(edgesOf(chain(load, left, right))).toEqual({
      edges: ['>load', 'load>left', 'left>right'],
      exits: ['right'],
    });
  });

  it('gives the steps of a parallel the same inputs, and all of them to what follows', () => {
    expect(edgesOf(chain(load, parallel(left, right), merge))).toEqual({
      edges: ['>load', 'load>left', 'load>right', 'left+right>merge'],
      exits: ['merge'],
    });
  });

  it('takes chains and parallels inside each other', () => {
    const inner = chain(left, node('twice', left));
    expect(edgesOf(parallel(chain(load, parallel(inner, right)), node('other', load)))).toEqual({
      edges: ['>load', 'load>left', 'left>twice', 'load>right', '>other'],
      exits: ['twice', 'right', 'other'],
    });
  });

  it('joins two parallels that follow each other, each of one with all of the other', () => {
    const third = node('third', merge);
    const fourth = node('fourth', merge);
    expect(edgesOf(chain(parallel(left, right), parallel(third, fourth))).edges).toEqual([
      '>left',
      '>right',
      'left+right>third',
      'left+right>fourth',
    ]);
  });

  it('lets a node say its inputs itself, as nodes or by name', () => {
    const rows = node('rows', load);
    const total = node('total', left, { inputs: [rows] });
    const report = node('report', merge, { inputs: [rows, 'total'] });
    expect(edgesOf([rows, total, report])).toEqual({
      edges: ['>rows', 'rows>total', 'rows+total>report'],
      exits: ['report'],
    });
  });

  it('names a function after its task name, else after itself, else after its place', () => {
    const half = task('sizes/half', (size: number) => size / 2);
    expect(edgesOf(chain(half, left, (size: number) => size)).edges).toEqual([
      '>sizes/half',
      'sizes/half>left',
      'left>node-3',
    ]);
  });

  it.each([[[]], [null], [7], ['load'], [{}], [chain(load, undefined as never)], [parallel()]])(
    'refuses %j',
    (step) => {
      expect(() => placeSteps(step as never)).toThrow(expect.objectContaining({ code: 'GRAFLOW_STEP_INVALID' }));
    },
  );
});
