import { check } from './checker/check.ts';
import type { Violation } from './checker/history.ts';
import { randomFrom } from './plan/random.ts';
import type { Scenario } from './scenario.ts';
import { Stage } from './stage/stage.ts';
import type { Subject } from './subjects/subject.ts';

/** What came of one scenario with one seed. */
export interface Result {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly recoveredInMs: readonly number[];
  /** Why it could not be played or judged, and what it asked for beyond the invariants. */
  readonly broken: readonly string[];
  /** What else it has to say. */
  readonly notes?: readonly string[];
  /** Where the logs of a failure are. */
  readonly logs: string | undefined;
}

/** Plays a scenario once, replays its logs, and tells which promises were broken. The logs of a failure are kept. */
export async function play(
  scenario: Scenario,
  { seed, isSmall, subject }: { readonly seed: number; readonly isSmall: boolean; readonly subject: Subject },
): Promise<Result> {
  await using stage = await Stage.open(randomFrom(seed), isSmall, subject);
  const result = await judge(scenario, stage).catch((error: Error) => ({ violations: [], broken: [error.message] }));
  const isGood = result.violations.length + result.broken.length === 0;
  return { seed, recoveredInMs: [], logs: isGood ? undefined : stage.keepLogs(), ...result };
}

async function judge(scenario: Scenario, stage: Stage) {
  const { ids, recoveredInMs = [], broken = [], notes = [] } = await scenario.play(stage);
  await stage.collect(ids);
  const entries = await stage.close();
  const violations = check({ entries, rules: { leaseMs: stage.subject.defaultLeaseMs, ...scenario.rules } });
  return { violations, recoveredInMs, broken, notes };
}
