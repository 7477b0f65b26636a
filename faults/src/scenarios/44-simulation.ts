import type { Scenario } from '../scenario.ts';

/** Random programs on the memory queue with a clock that the program winds, and on Redis: both must do what the model does. */
export const simulation: Scenario = {
  number: 44,
  words: 'random programs against the model: memory with a virtual clock, and Redis',
  inCi: true,

  async play(stage) {
    const { url } = await stage.startRedis({});
    const seed = stage.random.below(1_000_000);
    const [programs, steps] = stage.isSmall ? [40, 500] : [1_000, 1_000];
    await Promise.all([
      stage.startSimulation({ over: 'memory', programs, steps, seed, url }),
      stage.startSimulation({ over: 'redis', programs: programs / 20, steps, seed, url }),
    ]);
    const broken = await stage.until(
      'both have run their programs',
      (said) => {
        const isOver = said.filter(({ kind }) => kind === 'simulated').length === 2;
        return isOver ? said.flatMap((entry) => (entry.kind === 'diverged' ? [entry.what] : [])) : undefined;
      },
      600_000,
    );
    return { ids: [], broken };
  },
};
