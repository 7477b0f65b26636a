import { describe, expectTypeOf, it } from 'vitest';
import { type HandlesOf, type TaskHandle, type TaskQueue, TaskSpec } from '../src/index.ts';

const resize = async (path: string, width = 100): Promise<Buffer> => Buffer.from(`${path}${width}`);
const count = (words: readonly string[]): number => words.length;

// Never called: what is tested is what the compiler says.
const typed = (queue: TaskQueue) => ({
  byFunction: () => queue.enqueue(resize, ['cat.png', 200]),
  bySpec: () => queue.enqueue(new TaskSpec({ executable: count, args: [['a']] })),
  byList: () => queue.enqueue([new TaskSpec({ executable: resize, args: ['a'] }), new TaskSpec({ executable: count })]),
  byMixedList: (specs: TaskSpec<typeof count>[]) => queue.enqueue(specs),
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
    ];
    expectTypeOf(calls).returns.items.toEqualTypeOf<Enqueued>();
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
