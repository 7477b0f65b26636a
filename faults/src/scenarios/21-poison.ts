import type { Scenario } from '../scenario.ts';
import { allSettled } from '../stage/find.ts';

/** Tasks that kill their worker, among good ones. Whoever runs the workers starts a new one each time. */
export const poison: Scenario = {
  number: 21,
  words: 'tasks that end their process, among good ones',
  inCi: true,
  hasRival: true,
  rules: { leaseMs: 1_000 },
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    const [good, bad] = stage.isSmall ? [100, 2] : [2_000, 20];
    const goodIds = producer.order(good, 'work', [5]);
    const badIds = producer.order(bad, 'die', ['exit']);
    const wish = { concurrency: 1, queue: { leaseMs: 1_000 } };
    await using crew = await stage.keepWorkers(2, wish);
    await stage.until('all good ones have ended', allSettled(goodIds), 120_000);
    const ids = [...goodIds, ...badIds];
    await stage.collect(ids, 120_000);
    await crew.dismiss();
    const said = stage.entries();
    const outcomes = new Map(said.flatMap((entry) => (entry.kind === 'outcome' ? [[entry.id, entry.code]] : [])));
    const broken = [
      ...badIds
        .filter(
          (id) => outcomes.get(id) !== (stage.subject.tellsPoison ? 'GRAFLOW_TASK_POISON' : 'GRAFLOW_TASK_FAILED'),
        )
        .map((id) => `poison ${id} is not told as such`),
      ...goodIds.filter((id) => outcomes.get(id) !== undefined).map((id) => `good task ${id} was dead-lettered`),
      ...badIds
        .filter((id) => said.filter((entry) => entry.kind === 'start' && entry.id === id).length > 3)
        .map((id) => `poison ${id} started more than three times`),
    ];
    return { ids: [], broken };
  },
};
