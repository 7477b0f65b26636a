import { describe, expect, test } from 'vitest';
import type { Setup } from './harness.ts';
import { noop } from './tasks.ts';

const unsupported = { code: 'GRAFLOW_UNSUPPORTED' };

/** The parts of the port whose signatures are fixed and whose work comes later: refused, never half done. */
export function describeNotOffered(setup: Setup): void {
  describe('what is not offered yet', () => {
    test('is refused by name: publish', async () => {
      const { queue } = await setup();
      await expect(queue.publish('noop', noop)).rejects.toMatchObject(unsupported);
    });
  });
}
