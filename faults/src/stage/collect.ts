import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Logger } from '../log/logger.ts';
import type { Ground } from './ground.ts';
import { lookAcross } from './look-across.ts';

/** Asks the queue, as any producer would, how every task ended; then looks where Redis still holds something. */
export async function collect(ground: Ground, ids: readonly string[], say: Logger, withinMs = 60_000): Promise<void> {
  await using queue = new RedisTaskQueue({ ...ground.place, prefix: 'faults' });
  await Promise.all(
    ids.map(async (id) => {
      try {
        await queue.handle(id).result({ timeoutMs: withinMs });
        say({ kind: 'outcome', id, state: 'value' });
      } catch (error) {
        const code = String((error as { readonly code?: unknown }).code);
        say({ kind: 'outcome', id, state: code === 'GRAFLOW_RESULT_TIMEOUT' ? 'none' : 'dead', code });
      }
    }),
  );
  await using look = lookAcross(ground.place);
  say({ kind: 'containers', held: await look.containers() });
}
