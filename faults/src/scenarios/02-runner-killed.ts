import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import { allSettled, started } from '../stage/find.ts';

/** The process that a task runs in dies, and its worker lives: the task is given back at once, not after its lease. */
export const runnerKilled: Scenario = {
  number: 2,
  words: 'kill -9 of the process that runs a task, its worker alive',
  inCi: true,
  hasRival: true,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    await stage.startWorker({ isolation: 'process', concurrency: 2 });
    const recoveredInMs: number[] = [];
    const ids: string[] = [];
    for (let turn = 0; turn < (stage.isSmall ? 3 : 10); turn += 1) {
      // Both runners are there before one of them is killed, so that no start of a process is measured.
      const both = await producer.enqueue(2, 'work', [300]);
      ids.push(...both);
      await stage.until('both runners have worked', allSettled(both));
      const [id = ''] = await producer.enqueue(1, 'hangOnce');
      ids.push(id);
      const { pid } = await stage.until('the task runs', started([id]));
      process.kill(pid, 'SIGKILL');
      const killedAt = now();
      const again = await stage.until('it runs again', started([id], 2));
      recoveredInMs.push(again.at - killedAt);
    }
    const lateMs = Math.max(...recoveredInMs);
    return {
      ids,
      recoveredInMs,
      broken: lateMs < 8_000 ? [] : [`a task waited ${lateMs.toFixed(0)} ms for its lease`],
    };
  },
};
