import { now } from './log/now.ts';
import type { Options } from './options.ts';
import { seedsOf } from './plan/seeds.ts';
import { play, type Result } from './play.ts';
import type { Scenario } from './scenario.ts';

/** Plays the scenarios that were asked for, several at the same time: most of the time each of them waits. */
export async function playAll(
  scenarios: readonly Scenario[],
  options: Options,
  tell: (scenario: Scenario, results: readonly Result[], tookMs: number) => void,
): Promise<ReadonlyMap<Scenario, readonly Result[]>> {
  const turns = scenarios.flatMap((scenario) =>
    seedsOf(scenario.isExhaustive ? { seeds: 1 } : options).map((seed) => ({ scenario, seed })),
  );
  const turnsOf = new Map(scenarios.map((one) => [one, turns.filter(({ scenario }) => scenario === one).length]));
  const results = new Map<Scenario, Result[]>(scenarios.map((scenario) => [scenario, []]));
  const took = new Map<Scenario, number>();
  const playTurns = async (): Promise<void> => {
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
      const { scenario, seed } = turn;
      const startedAt = now();
      const done = results.get(scenario) ?? [];
      done.push(await play(scenario, { seed, isSmall: options.ci, subject: options.subject }));
      took.set(scenario, (took.get(scenario) ?? 0) + now() - startedAt);
      if (done.length === turnsOf.get(scenario)) tell(scenario, done, took.get(scenario) ?? 0);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, playTurns));
  return results;
}
