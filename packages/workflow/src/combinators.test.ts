import type { AnyTask } from '@graflow/taskspec';
import { describe, expectTypeOf, it } from 'vitest';
import { chain, parallel } from './combinators.ts';
import { node } from './node.ts';
import type { StepAfter } from './step.ts';
import { type Workflow, workflow } from './workflow.ts';

const load = async (path: string) => path.length;
const half = (size: number) => size / 2;
const show = (size: number) => `${size}`;
const merge = (size: number, text: string) => ({ size, text });
const clear = () => {};

/** What a run of a workflow takes and gives, as a function. */
const runOf = <F extends AnyTask, R>(flow: Workflow<F, R>) => flow as unknown as (...args: Parameters<F>) => R;

describe('the types of chain', () => {
  it('come from its first and its last step', () => {
    const short = runOf(workflow('w', chain(load, half, show)));
    expectTypeOf(short).toEqualTypeOf<(path: string) => string>();
    const again = chain(half, node('again', half));
    const long = runOf(workflow('w', chain(load, again, node('third', half), show, clear)));
    expectTypeOf(long).toEqualTypeOf<(path: string) => void>();
  });

  it('give a function in place the types of its arguments', () => {
    chain(load, half, (size) => expectTypeOf(size).toEqualTypeOf<number>());
  });

  it('refuse a step that does not take what comes, also inside a node or a chain', () => {
    expectTypeOf(load).not.toExtend<StepAfter<typeof half>>();
    expectTypeOf(node('load', load)).not.toExtend<StepAfter<typeof half>>();
    expectTypeOf(chain(load, half)).not.toExtend<StepAfter<typeof half>>();
    expectTypeOf(merge).not.toExtend<StepAfter<typeof half>>();
  });

  it('accept a step that takes less than what comes', () => {
    expectTypeOf(clear).toExtend<StepAfter<typeof half>>();
    expectTypeOf(chain(parallel(half, show), half)).toExtend<StepAfter<typeof load>>();
  });
});

describe('the types of parallel', () => {
  it('give the results of all as arguments, in order', () => {
    const run = runOf(workflow('w', chain(load, parallel(half, show), merge)));
    expectTypeOf(run).toEqualTypeOf<(path: string) => { size: number; text: string }>();
    const turned = parallel(show, half);
    expectTypeOf(merge).not.toExtend<StepAfter<typeof turned>>();
  });

  it('give a run of several last nodes a list', () => {
    const two = runOf(workflow('w', parallel(half, show)));
    expectTypeOf(two).toBeCallableWith(7).returns.toEqualTypeOf<[number, string]>();
    const three = runOf(workflow('w', parallel(half, parallel(show, node('again', half)))));
    expectTypeOf(three).returns.toEqualTypeOf<[number, string, number]>();
  });

  it('refuse a step that does not take what comes', () => {
    expectTypeOf(parallel(show, half)).toExtend<StepAfter<typeof half>>();
    expectTypeOf(parallel(show, load)).not.toExtend<StepAfter<typeof half>>();
  });

  it('take a list of unknown length', () => {
    const nodes = ['a', 'b'].map((name) => node(name, load));
    const run = runOf(
      workflow(
        'w',
        chain(parallel(...nodes), (...sizes: number[]) => sizes),
      ),
    );
    expectTypeOf(run).toEqualTypeOf<(path: string) => number[]>();
  });
});

describe('the types of a list of nodes', () => {
  it('come from the last', () => {
    const size = node('size', load);
    const text = node('text', show, { inputs: [size] });
    const run = runOf(workflow('w', [size, text, node('merge', merge, { inputs: [size, text] })]));
    expectTypeOf(run).returns.toEqualTypeOf<{ size: number; text: string }>();
  });
});
