import { describe, expectTypeOf, it } from 'vitest';
import {
  type AnyTask,
  type ArgumentsOf,
  type HandlesOf,
  type TaskContext,
  type TaskHandle,
  type TaskOptions,
  type TaskQueue,
  TaskSpec,
} from '../src/index.ts';

const resize = async (path: string, width = 100): Promise<Buffer> => Buffer.from(`${path}${width}`);
const count = (words: readonly string[]): number => words.length;

// Never called: what is tested is what the compiler says.
const typed = (queue: TaskQueue) => ({
  byFunction: () => queue.enqueue(resize, ['cat.png', 200]),
  bySpec: () => queue.enqueue(new TaskSpec({ executable: count, args: [['a']] })),
  byList: () =>
    queue.enqueue([new TaskSpec({ executable: resize, args: ['a'] }), new TaskSpec({ executable: count, args: [[]] })]),
  byMixedList: (specs: TaskSpec<typeof count>[]) => queue.enqueue(specs),
  byWrapper: <F extends AnyTask>(fn: F, ...call: ArgumentsOf<F, TaskOptions>) => queue.enqueue(fn, ...call),
  byName: () => queue.enqueue(new TaskSpec({ name: 'elsewhere', args: [1, 'any'] })),
});
type Typed = ReturnType<typeof typed>;

describe('enqueue', () => {
  it('gives a handle of the result of a function, without its promise', () => {
    expectTypeOf<Typed['byFunction']>().returns.resolves.toEqualTypeOf<TaskHandle<Buffer>>();
    expectTypeOf<Awaited<ReturnType<TaskHandle<Buffer>['result']>>>().toEqualTypeOf<Buffer>();
  });

  it('gives a handle of the result of a spec', () => {
    expectTypeOf<Typed['bySpec']>().returns.resolves.toEqualTypeOf<TaskHandle<number>>();
    expectTypeOf<Typed['byName']>().returns.resolves.toEqualTypeOf<TaskHandle<unknown>>();
  });

  it('lets a wrapper be generic over the task', () => {
    const enqueue = null as unknown as Typed['byWrapper'];
    const calls = () => [
      enqueue(resize, ['cat.png']),
      // @ts-expect-error -- the width is a number
      enqueue(resize, ['cat.png', '200']),
    ];
    expectTypeOf(calls).returns.items.resolves.toEqualTypeOf<TaskHandle<Buffer>>();
  });

  it('gives a handle for each spec of a list, typed by it', () => {
    expectTypeOf<Typed['byList']>().returns.resolves.toEqualTypeOf<[TaskHandle<Buffer>, TaskHandle<number>]>();
    expectTypeOf<Typed['byMixedList']>().returns.resolves.toEqualTypeOf<TaskHandle<number>[]>();
    expectTypeOf<HandlesOf<[]>>().toEqualTypeOf<[]>();
  });

  it('checks the arguments by the function', () => {
    const enqueue = null as unknown as TaskQueue['enqueue'];
    type Enqueued = Promise<TaskHandle<Buffer>>;
    const calls = (): readonly Enqueued[] => [
      enqueue(resize, ['cat.png']),
      // @ts-expect-error -- the width is a number
      enqueue(resize, ['cat.png', '200']),
      // @ts-expect-error -- there is no third parameter
      enqueue(resize, ['cat.png', 200, 1]),
      // @ts-expect-error -- the option has another name
      enqueue(resize, ['cat.png'], { delay: 5 }),
      // @ts-expect-error -- the path is missing
      enqueue(resize),
      // @ts-expect-error -- the path is missing
      enqueue(resize, [], { timeoutMs: 5 }),
      // @ts-expect-error -- the path is missing
      enqueue(resize, undefined, { timeoutMs: 5 }),
    ];
    expectTypeOf(calls).returns.items.toEqualTypeOf<Enqueued>();
  });
});

describe('arguments that can be left out', () => {
  it('are those of a function that can be called without any', () => {
    const calls = ({ enqueue }: TaskQueue, { enqueue: later }: TaskContext, untyped: AnyTask) => [
      enqueue(() => 1),
      enqueue((width = 100) => width, undefined, { timeoutMs: 5 }),
      enqueue((...widths: number[]) => widths.length),
      enqueue(untyped),
      later(() => 1),
      // @ts-expect-error -- the path is missing
      later(resize),
    ];
    expectTypeOf(calls).toBeFunction();
    void new TaskSpec({ executable: () => 1 });
    void new TaskSpec({ name: 'elsewhere' });
    // @ts-expect-error -- the path is missing
    void new TaskSpec({ executable: resize });
  });

  it('leave the literals of those that are given to the function', () => {
    const paint = (color: 'red' | 'blue', at: { readonly corner: 'left' | 'right' }) => `${color} ${at.corner}`;
    const call = (queue: TaskQueue) => queue.enqueue(paint, ['red', { corner: 'left' }]);
    expectTypeOf(call).returns.resolves.toEqualTypeOf<TaskHandle<string>>();
    const inline = (queue: TaskQueue) => queue.enqueue((left: number, right: number) => left + right, [1, 2]);
    expectTypeOf(inline).returns.resolves.toEqualTypeOf<TaskHandle<number>>();
  });
});

describe('a spec', () => {
  it('is typed by its function', () => {
    const spec = new TaskSpec({ executable: resize, args: ['cat.png'] });
    expectTypeOf(spec.executable).toEqualTypeOf<typeof resize>();
    expectTypeOf(spec.args).toEqualTypeOf<readonly [path: string, width?: number | undefined]>();
    // @ts-expect-error -- the width is a number
    void new TaskSpec({ executable: resize, args: ['cat.png', '200'] });
  });
});

describe('dequeue', () => {
  it('gives a spec when it waits for ever, and perhaps none when it does not', () => {
    const dequeue = (queue: TaskQueue) => [queue.dequeue(), queue.dequeue({ waitMs: 5 })] as const;
    expectTypeOf<Awaited<ReturnType<typeof dequeue>[0]>>().toEqualTypeOf<TaskSpec>();
    expectTypeOf<Awaited<ReturnType<typeof dequeue>[1]>>().toEqualTypeOf<TaskSpec | undefined>();
  });
});
