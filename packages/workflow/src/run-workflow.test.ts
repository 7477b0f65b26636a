import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { chain, parallel } from './combinators.ts';
import { type Node, node } from './node.ts';
import { type RunPort, runWorkflow } from './run-workflow.ts';
import { type Workflow, workflow } from './workflow.ts';

/** A world where tasks run when the test says so, and a diary of what was started. */
const setup = (graph: Workflow) => {
  const started: string[] = [];
  const running = new Map<string, { succeed: (value: unknown) => void; fail: (error: unknown) => void }>();
  const end = new AbortController();
  const runTask: RunPort['runTask'] = ({ name }, args) => {
    started.push(`${name}(${args.join()})`);
    return new Promise((succeed, fail) => {
      running.set(name, { succeed, fail });
      end.signal.addEventListener('abort', () => fail(end.signal.reason));
    });
  };
  const run = runWorkflow(graph, ['in'], { runTask, signal: end.signal });
  run.catch(() => {}); // each test looks at it when its time has come
  const tell = async (name: string, what: 'succeed' | 'fail', value: unknown) => {
    await vi.waitFor(() => expect(running.has(name)).toBe(true));
    running.get(name)?.[what](value);
    await new Promise(setImmediate);
  };
  return {
    run,
    started,
    end,
    succeed: (name: string, value: unknown = name) => tell(name, 'succeed', value),
    fail: (name: string, error: unknown) => tell(name, 'fail', error),
  };
};

const same = (value: unknown) => value;
const named = (name: string, ...inputs: string[]) => node<(...args: unknown[]) => unknown>(name, same, { inputs });
const diamond = () => workflow('diamond', chain(named('top'), parallel(named('left'), named('right')), named('end')));

describe('running a workflow', () => {
  it('starts a node when all its inputs are there, with their results in order', async () => {
    const { run, started, succeed } = setup(diamond());
    await succeed('top');
    expect(started).toEqual(['top(in)', 'left(top)', 'right(top)']);
    await succeed('right');
    expect(started).toHaveLength(3);
    await succeed('left');
    expect(started.at(-1)).toBe('end(left,right)');
    await succeed('end', 'done');
    expect(await run).toBe('done');
  });

  it('gives a list where several nodes are last', async () => {
    const { run, started, succeed } = setup(workflow('two', parallel(named('a'), named('b'))));
    expect(started).toEqual(['a(in)', 'b(in)']);
    await succeed('b');
    await succeed('a');
    expect(await run).toEqual(['a', 'b']);
  });

  it('hands a value that is used twice to both places', async () => {
    const { run, started, succeed } = setup(workflow('twice', [named('a'), named('b', 'a', 'a')]));
    await succeed('a');
    await succeed('b');
    expect(started).toEqual(['a(in)', 'b(a,a)']);
    expect(await run).toBe('b');
  });
});

describe('when a node fails', () => {
  it('what runs comes to its end, nothing more is started, and the error names the node', async () => {
    const { run, started, succeed, fail } = setup(diamond());
    const cause = new Error('no more flights');
    await succeed('top');
    await fail('left', cause);
    const ended = vi.fn();
    void run.catch(ended);
    await new Promise(setImmediate);
    expect(ended).not.toHaveBeenCalled();
    await succeed('right');
    await expect(run).rejects.toMatchObject({
      code: 'GRAFLOW_NODE_FAILED',
      message: 'Node "left" of workflow "diamond" failed: no more flights',
      details: { workflow: 'diamond', node: 'left', failed: ['left'], notStarted: ['end'] },
      cause,
    });
    expect(started).toHaveLength(3);
  });

  it('also what does not depend on it is not started any more', async () => {
    const { run, started, succeed, fail } = setup(workflow('two', parallel(named('a'), chain(named('b'), named('c')))));
    await fail('a', new Error('no'));
    await succeed('b');
    await expect(run).rejects.toMatchObject({ details: { node: 'a', notStarted: ['c'] } });
    expect(started).toEqual(['a(in)', 'b(in)']);
  });

  it('names the first to fail, and lists the others', async () => {
    const { run, succeed, fail } = setup(diamond());
    await succeed('top');
    await fail('right', new Error('first'));
    await fail('left', new Error('second'));
    await expect(run).rejects.toMatchObject({ details: { node: 'right', failed: ['right', 'left'] } });
  });
});

describe('when the signal fires', () => {
  it('rejects with its reason and starts nothing more', async () => {
    const { run, started, succeed, end } = setup(diamond());
    await succeed('top');
    end.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
    expect(started).toHaveLength(3);
  });

  it('starts nothing more either when the task that runs succeeds after all', async () => {
    const end = new AbortController();
    const runTask = vi.fn<RunPort['runTask']>(async () => end.abort(new Error('enough')));
    await expect(runWorkflow(diamond(), [], { runTask, signal: end.signal })).rejects.toThrow('enough');
    expect(runTask).toHaveBeenCalledOnce();
  });

  it('starts nothing when it fired before', async () => {
    const runTask = vi.fn<RunPort['runTask']>();
    const run = runWorkflow(diamond(), [], { runTask, signal: AbortSignal.abort(new Error('too late')) });
    await expect(run).rejects.toThrow('too late');
    expect(runTask).not.toHaveBeenCalled();
  });
});

/** Any graph without circles, its nodes in any order: each takes inputs from nodes of a lower rank. */
const anyGraph = fc
  .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.array(fc.nat(), { maxLength: 4 })), {
    minLength: 1,
    maxLength: 25,
  })
  .map((ranks) =>
    ranks.map(([place, picks], rank) => ({
      place,
      name: `${rank}`,
      inputs: rank === 0 ? [] : picks.map((pick) => `${pick % rank}`),
    })),
  )
  .map((nodes) => nodes.toSorted((a, b) => a.place - b.place).map(({ name, inputs }) => named(name, ...inputs)));

describe('any graph', () => {
  it('has every node run once, after its predecessors, with their values', async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, fc.scheduler(), async (nodes: readonly Node[], scheduler) => {
        const ended: string[] = [];
        const runTask = ({ name, inputs }: Node, args: readonly unknown[]) => {
          expect(ended).toEqual(expect.arrayContaining([...inputs]));
          expect(args).toEqual(inputs.length > 0 ? inputs : ['in']);
          return scheduler.schedule(Promise.resolve(name), name).then((value) => (ended.push(name), value));
        };
        const run = runWorkflow(workflow('any', nodes), ['in'], { runTask, signal: new AbortController().signal });
        await scheduler.waitFor(run);
        expect(ended.toSorted()).toEqual(nodes.map(({ name }) => name).toSorted());
        expect(await run).toBe(nodes.at(-1)?.name);
      }),
    );
  });
});
