import type { AnyTask } from '@graflow/resolver';

/**
 * What follows a function in a call like `enqueue(fn, args, options)`: its arguments as a list, then options. The
 * arguments can be left out only where the function can be called without any.
 */
export type ArgumentsOf<F extends AnyTask, Options> =
  [] extends Parameters<F>
    ? [args?: Readonly<Parameters<F>> | undefined, options?: Options | undefined]
    : [args: Readonly<Parameters<F>>, options?: Options | undefined];
