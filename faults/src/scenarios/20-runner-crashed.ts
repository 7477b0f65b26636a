import type { Scenario } from '../scenario.ts';

const crashed = (number: number, kind: 'thread' | 'process', ways: readonly string[], inCi: boolean): Scenario => ({
  number,
  words: `user code ends what it runs in (${ways.join(', ')}), isolation ${kind}`,
  inCi,
  hasRival: kind === 'process',
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    const worker = await stage.startWorker({ concurrency: 2, isolation: { kind, memoryLimitMb: 64 } });
    const bad = ways.flatMap((how) => producer.order(1, 'die', [how], { retry: { maxAttempts: 1 } }));
    const good = await producer.enqueue(stage.isSmall ? 20 : 200, 'work', [10]);
    await stage.collect([...bad, ...good], 120_000);
    const said = stage.entries();
    const broken = said.flatMap((entry) => {
      if (entry.kind === 'exited' && entry.who === worker.name) return ['the worker ended'];
      if (entry.kind !== 'outcome') return [];
      const how = ways[bad.indexOf(entry.id)];
      const expected = stage.subject.tellsPoison ? codeAfter(how) : how && 'GRAFLOW_TASK_FAILED';
      return entry.code === expected ? [] : [`${how ?? 'a good task'} ended with ${entry.code ?? entry.state}`];
    });
    const starts = bad.map((id) => said.filter((entry) => entry.kind === 'start' && entry.id === id).length);
    if (starts.some((count) => count > 3)) broken.push('something that crashes started more than three times');
    return { ids: [], broken };
  },
});

/** A rejection that nobody handles is known to be the task's: a failure. What ends a runner is a crash. */
function codeAfter(how: string | undefined): string | undefined {
  if (how === undefined) return undefined;
  return how === 'rejection' ? 'GRAFLOW_TASK_FAILED' : 'GRAFLOW_TASK_POISON';
}

/** Tasks bring down their runner in every way there is: it fails them alone, and the worker and its pool live. */
export const runnerCrashed: readonly Scenario[] = [
  crashed(20, 'process', ['exit', 'abort', 'memory', 'rejection'], true),
  crashed(20.1, 'thread', ['exit', 'memory', 'rejection'], false),
];
