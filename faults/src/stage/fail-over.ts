import { setTimeout as sleep } from 'node:timers/promises';
import { injuriesIn } from '../checker/injuries.ts';
import type { Ground } from './ground.ts';
import type { ProducerHandle } from './producer-handle.ts';
import type { Stage } from './stage.ts';

/**
 * Kills the master, orders more, and waits until another server is master and work goes on. Gives the ids of what was
 * ordered, and how long nothing was started.
 */
export async function failOver(stage: Stage, ground: Ground, producer: ProducerHandle) {
  const old = await ground.master();
  stage.say({ kind: 'injured', who: 'redis', how: 'master killed' });
  await old.kill();
  const ids = producer.order(40, 'work', [5]);
  while ((await ground.master()).port === old.port) await sleep(50);
  stage.say({ kind: 'healed', who: 'redis' });
  const [injury] = injuriesIn({ entries: stage.entries() });
  if (injury === undefined) throw new Error('the kill was not noted');
  const resumed = await stage.until('work goes on', (said) =>
    said.find(({ kind, at }) => kind === 'start' && at >= injury.to),
  );
  return { ids, tookMs: resumed.at - injury.from };
}
