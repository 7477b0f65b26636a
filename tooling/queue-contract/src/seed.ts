import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import type { Setup } from './harness.ts';
import { add as myTask } from './tasks.ts';

/** The two snippets that the project started from, as they stand. */
export function describeSeed(setup: Setup): void {
  describe('the two snippets of the seed', () => {
    test('a spec is serialized by the resolver it names, claimed elsewhere, deserialized and run', async () => {
      const opened = await setup();
      const { registry } = opened;
      const handle = await produce(opened);
      await consume({ queue: await opened.another() });
      expect(await handle.result()).toBe(3);

      async function produce({ queue }: Pick<typeof opened, 'queue'>) {
        const spec = new TaskSpec({ executable: myTask, args: [1, 2], resolverId: 'etl' });
        await spec.ensureSerialized(registry);
        expect(spec.envelope).toMatchObject({ strategy: 'reference', name: 'add' });
        return queue.enqueue(spec);
      }

      async function consume({ queue }: Pick<typeof opened, 'queue'>) {
        const spec = await queue.dequeue();
        await spec.ensureDeserialized();
        const task = spec.executable;
        expect(spec.resolverId).toBe('etl');
        await queue.ack(spec, await task(...spec.args));
      }
    });
  });
}
