import type { Scenario } from '../scenario.ts';
import { started } from '../stage/find.ts';

/** Tasks whose resolver or name is unknown here: left to whoever knows them, dead-lettered only when nobody does. */
export const unknownTasks: Scenario = {
  number: 27,
  words: 'unknown resolver ids and names',
  inCi: true,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    await stage.startWorkers(2);
    const knowing = await stage.startWorker({ resolverId: 'elsewhere' });
    const others = producer.order(10, 'work', [1], { resolverId: 'elsewhere', retry: { maxAttempts: 1 } });
    const nobodys = await producer.enqueue(4, 'nobody-knows-this');
    const good = await producer.enqueue(20, 'work', [1]);
    await stage.until('those of the other resolver run', started(others), 30_000);
    const ids = [...others, ...nobodys, ...good];
    await stage.collect(ids);
    const broken = stage.entries().flatMap((entry) => {
      if (entry.kind === 'start' && entry.attempt > 1) return [`a refusal burnt an attempt of ${entry.id}`];
      if (entry.kind === 'start' && others.includes(entry.id) !== (entry.by === knowing.name))
        return [`${entry.by} ran ${entry.id}`];
      if (entry.kind !== 'outcome') return [];
      const wanted = nobodys.includes(entry.id) ? 'GRAFLOW_TASK_UNROUTABLE' : undefined;
      return entry.code === wanted ? [] : [`${entry.id} ended with ${entry.code ?? entry.state}`];
    });
    return { ids, broken };
  },
};
