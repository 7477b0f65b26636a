import { parseArgs } from 'node:util';
import { bullmq } from './subjects/bullmq.ts';
import { graflow } from './subjects/graflow.ts';
import type { Subject } from './subjects/subject.ts';

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
  /** Whether the results are kept in `results/`. */
  readonly keep: boolean;
  /** Whose queue and workers play. */
  readonly subject: Subject;
}

const subjects = [graflow, bullmq];

/** Reads the flags: `--scenario 1,7`, `--seeds 20`, `--seed 4711`, `--ci`, `--at-once 4`, `--subject bullmq`, `--keep`. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      scenario: { type: 'string' },
      seeds: { type: 'string' },
      seed: { type: 'string' },
      ci: { type: 'boolean', default: false },
      'at-once': { type: 'string' },
      keep: { type: 'boolean', default: false },
      subject: { type: 'string', default: graflow.name },
    },
  });
  return {
    numbers: values.scenario?.split(',').map(Number),
    seeds: Number(values.seeds ?? (values.ci ? 1 : 2)),
    seed: values.seed === undefined ? undefined : Number(values.seed),
    ci: values.ci,
    atOnce: Number(values['at-once'] ?? (values.ci ? 5 : 3)),
    keep: values.keep,
    subject: subjects.find(({ name }) => name === values.subject) ?? unknown(values.subject),
  };
}

function unknown(name: string): never {
  throw new Error(`No subject is named "${name}"; there are ${subjects.map((subject) => subject.name).join(' and ')}.`);
}
