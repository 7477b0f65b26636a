import type { AnyTask, ResultOf } from '@graflow/taskspec';
import type { Node } from './node.ts';

/** Several steps as one, made by `chain()` or `parallel()`. */
export interface Flow<F extends AnyTask = AnyTask, R extends readonly unknown[] = readonly unknown[]> {
  /** How the steps stand to each other. */
  readonly kind: 'chain' | 'parallel';
  /** The steps, in order. */
  readonly steps: readonly Step[];
  /** What it takes and what it gives; there are no such values, only types. */
  readonly '~types'?: { readonly call: F; readonly results: R };
}

/** What a workflow is made of: a function, a node, or several of them as one. */
export type Step = AnyTask | Node | Flow;

/** The call that a step takes: its arguments are what must come to it. */
export type CallOf<S> = S extends AnyTask
  ? S
  : S extends Node<infer F>
    ? F
    : S extends Flow<infer F, infer _>
      ? F
      : never;

/** What a step gives, as the arguments of the step that follows. */
export type ResultsOf<S> = S extends Flow<infer _, infer R> ? R : [ResultOf<CallOf<S>>];

/** What several steps give side by side: the results of all, in order. */
export type AllResultsOf<S extends readonly unknown[]> = number extends S['length']
  ? ResultsOf<S[number]>[number][]
  : S extends readonly [infer First, ...infer Rest]
    ? [...ResultsOf<First>, ...AllResultsOf<Rest>]
    : [];

/** A step that can follow another: it takes what that one gives. */
export type StepAfter<S> = Taking<ResultsOf<S> extends infer R extends readonly unknown[] ? R : never>;

/** A step that takes these arguments. */
export type Taking<Args extends readonly unknown[]> =
  | ((...args: Args) => unknown)
  | Node<(...args: Args) => unknown>
  | Flow<(...args: Args) => unknown>;
