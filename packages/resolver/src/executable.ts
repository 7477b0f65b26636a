/**
 * A task: any function whose arguments and result can travel.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- the bound must accept every function; `unknown` would accept none with parameters
export type AnyTask = (...args: any[]) => unknown;

/**
 * The live function of a task, ready to be called.
 */
export type Executable = AnyTask;

/**
 * What a task gives once it has settled: its return type without the promise around it.
 */
export type ResultOf<F extends AnyTask> = Awaited<ReturnType<F>>;
