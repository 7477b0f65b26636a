import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add } from './tasks.ts';

const timeout = 60_000;
const tasks = 1_000;
const claimersPerQueue = 20;

/** Many at once: nothing is lost, nothing runs twice. */
export function describeConcurrency(setup: Setup): void {
  describe('many claimers', { timeout }, () => {
    test('run every task once and end it once', async () => {
      const { queue, another } = await setup();
      const queues = [queue, await another(), await another()];
      const work = startClaimers(queues);
      const specs = Array.from({ length: tasks }, (_, index) => new TaskSpec({ executable: add, args: [index, 1] }));
      const handles = await queue.enqueue(specs);
      const values = await Promise.all(handles.map((handle) => handle.result({ timeoutMs: timeout })));
      expect(values).toEqual(specs.map((_, index) => index + 1));
      expect((await work.stop()).toSorted()).toEqual(specs.map(({ taskId }) => taskId).toSorted());
      await expectEmpty(queue);
    });

    test('and many producers lose nothing', async () => {
      const { queue, another } = await setup();
      const queues = [queue, await another()];
      const work = startClaimers(queues);
      const produce = async (_: unknown, index: number): Promise<number> => {
        const handle = await (queues[index % 2] as TaskQueue).enqueue(add, [index, 1]);
        return handle.result({ timeoutMs: timeout });
      };
      const values = await Promise.all(Array.from({ length: tasks }, produce));
      expect(values).toEqual(Array.from({ length: tasks }, (_, index) => index + 1));
      expect(await work.stop()).toHaveLength(tasks);
      await expectEmpty(queue);
    });
  });
}

/** Claims and runs until stopped; stopping tells which tasks were run, each as often as it was. */
function startClaimers(queues: readonly TaskQueue[]): { stop(): Promise<string[]> } {
  const stop = new AbortController();
  const started: string[] = [];
  const claimer = async (queue: TaskQueue): Promise<void> => {
    try {
      for (;;) {
        const spec = await queue.dequeue({ signal: stop.signal });
        if (spec === undefined) continue;
        started.push(spec.taskId);
        await run(queue, spec);
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  };
  const claimers = Promise.all(
    queues.flatMap((queue) => Array.from({ length: claimersPerQueue }, () => claimer(queue))),
  );
  return {
    stop: async () => {
      stop.abort();
      await claimers;
      return started;
    },
  };
}
