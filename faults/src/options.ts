import { parseArgs } from 'node:util';

/** What a run was asked for. */
export interface Options {
  /** Only these; all unless given. */
  readonly numbers: readonly number[] | undefined;
  /** How many seeds each scenario plays. */
  readonly seeds: number;
  /** Exactly this seed. */
  readonly seed: number | undefined;
  /** Only what CI plays, in its small form. */
  readonly ci: boolean;
  /** How many plays at the same time. */
  readonly atOnce: number;
}

/** Reads the flags: `--scenario 1,7`, `--seeds 20`, `--seed 4711`, `--ci`, `--at-once 4`. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      scenario: { type: 'string' },
      seeds: { type: 'string' },
      seed: { type: 'string' },
      ci: { type: 'boolean', default: false },
      'at-once': { type: 'string' },
    },
  });
  return {
    numbers: values.scenario?.split(',').map(Number),
    seeds: Number(values.seeds ?? (values.ci ? 1 : 2)),
    seed: values.seed === undefined ? undefined : Number(values.seed),
    ci: values.ci,
    atOnce: Number(values['at-once'] ?? (values.ci ? 5 : 3)),
  };
}
