import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { task, taskMark } from './task.ts';

describe('task', () => {
  it('gives back the same function, unchanged and with its type', () => {
    const add = (left: number, right: number): number => left + right;
    const keys = Reflect.ownKeys(add);
    const named = task('add', add, { priority: 1 });
    expect(named).toBe(add);
    expect(Reflect.ownKeys(named)).toEqual(keys);
    expectTypeOf(named).toEqualTypeOf<(left: number, right: number) => number>();
  });

  it('marks a frozen function too', () => {
    const frozen = Object.freeze(() => 1);
    expect(taskMark(task('frozen', frozen))?.name).toBe('frozen');
  });

  it('keeps the name and a copy of the options', () => {
    const options = { retry: { maxAttempts: 5 } };
    const load = task('load', () => 1, options);
    expect(taskMark(load)).toEqual({ name: 'load', options });
    expect(taskMark(load)?.options).not.toBe(options);
  });

  it('leaves a function that was never named without a mark', () => {
    expect(taskMark(() => 1)).toBeUndefined();
  });

  it('takes newer options under the same name', () => {
    const load = () => 1;
    task('load', load);
    task('load', load, { priority: 2 });
    expect(taskMark(load)?.options).toEqual({ priority: 2 });
  });

  it('refuses a second name for a function', () => {
    const load = task('load', () => 1);
    expect(() => task('fetch', load)).toThrow(
      'The function named "load" cannot be named "fetch" too. Wrap it: task(\'fetch\', (...args) => load(...args)).',
    );
  });

  it('refuses a bad name and what is no function', () => {
    expect(() => task('no spaces', () => 1)).toThrow(expect.objectContaining({ code: 'GRAFLOW_TASK_NAME_INVALID' }));
    expect(() => task('text', 'rm -rf' as never)).toThrow('Task "text" must be a function, not "rm -rf".');
  });
});

describe('two copies of this package in one process', () => {
  it('find each other’s marks', async () => {
    vi.resetModules();
    const other = await import('./task.ts');
    expect(other.task).not.toBe(task);
    expect(taskMark(other.task('theirs', () => 1))?.name).toBe('theirs');
    expect(other.taskMark(task('ours', () => 1))?.name).toBe('ours');
  });
});
