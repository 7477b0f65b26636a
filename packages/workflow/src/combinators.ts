import type { AllResultsOf, CallOf, Flow, ResultsOf, Step, StepAfter } from './step.ts';

/**
 * Runs steps one after the other: what a step gives are the arguments of the next. A chain may hold chains.
 *
 * @example
 * ```ts
 * import { chain, parallel, workflow } from '@graflow/workflow';
 *
 * export const report = workflow('report', chain(load, parallel(countByDay, countByCarrier), print));
 * ```
 */
export function chain<A extends Step, B extends StepAfter<A>>(a: A, b: B): Flow<CallOf<A>, ResultsOf<B>>;
/** Runs three steps one after the other. */
export function chain<A extends Step, B extends StepAfter<A>, C extends StepAfter<B>>(
  ...steps: [A, B, C]
): Flow<CallOf<A>, ResultsOf<C>>;
/** Runs four steps one after the other. */
export function chain<A extends Step, B extends StepAfter<A>, C extends StepAfter<B>, D extends StepAfter<C>>(
  ...steps: [A, B, C, D]
): Flow<CallOf<A>, ResultsOf<D>>;
/** Runs five steps one after the other; for more, put a chain into a chain. */
export function chain<
  A extends Step,
  B extends StepAfter<A>,
  C extends StepAfter<B>,
  D extends StepAfter<C>,
  E extends StepAfter<D>,
>(...steps: [A, B, C, D, E]): Flow<CallOf<A>, ResultsOf<E>>;
export function chain(...steps: Step[]): Flow {
  return { kind: 'chain', steps };
}

/**
 * Runs steps side by side on the same arguments; their results, in this order, are the arguments of what follows.
 *
 * @example
 * ```ts
 * import { chain, node, parallel, workflow } from '@graflow/workflow';
 *
 * const pages = urls.map((url) => node(url, () => fetchText(url)));
 * export const search = workflow('search', chain(parallel(...pages), (...texts: string[]) => texts.join('\n')));
 * ```
 */
export function parallel<const S extends readonly Step[]>(...steps: S): Flow<CallOf<S[number]>, AllResultsOf<S>> {
  return { kind: 'parallel', steps };
}
