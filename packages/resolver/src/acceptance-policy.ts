import { strategyUnknown } from './resolver-error.ts';

/**
 * How a task travels: by the name under which the other side knows it, by value, or by its text alone.
 */
export type TaskStrategy = 'reference' | 'pickle' | 'source';

/**
 * The strategies that an arrival may use. It belongs to where the envelope arrives, not to the resolver.
 */
export type AcceptancePolicy = readonly TaskStrategy[];

/**
 * The policy that accepts every strategy: right where sender and receiver are one process or one trust.
 */
export const allStrategies: AcceptancePolicy = Object.freeze(['reference', 'pickle', 'source'] as const);

/**
 * Reads a policy from `reference,pickle` (a command line, a variable) or from a list of names.
 *
 * @throws {@link ResolverError} `GRAFLOW_STRATEGY_UNKNOWN` for a name that is no strategy, and for an empty policy.
 */
export const parseAccept = (value: string | readonly string[]): AcceptancePolicy => {
  const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
  if (names.length === 0) throw strategyUnknown('');
  return Object.freeze([...new Set(names.map(checkStrategy))]);
};

/**
 * Gives the value back when it is a strategy.
 *
 * @throws {@link ResolverError} `GRAFLOW_STRATEGY_UNKNOWN`.
 */
export const checkStrategy = (value: unknown): TaskStrategy => {
  if (isStrategy(value)) return value;
  throw strategyUnknown(value);
};

/**
 * Tells whether a value is the name of a strategy.
 */
export const isStrategy = (value: unknown): value is TaskStrategy =>
  (allStrategies as readonly unknown[]).includes(value);
