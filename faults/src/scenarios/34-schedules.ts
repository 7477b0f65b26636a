import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskSpec } from '@graflow/taskspec';
import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import type { Crew } from '../stage/crew.ts';
import { started } from '../stage/find.ts';
import type { Stage } from '../stage/stage.ts';

const everyMs = 250;
const schedulers = 5;
const idOf = (tick: number): string => `steady.${tick}`;

/** Five workers keep the time of one schedule, and around each second tick one of them is killed and replaced. */
export const schedulersKilled: Scenario = {
  number: 34,
  words: 'kill -9 of a scheduler around a tick, with four others alive',
  inCi: true,
  rules: { leaseMs: 2_000 },
  async play(stage) {
    const { url } = await stage.startRedis();
    await using crew = await stage.keepWorkers(schedulers, { queue: { leaseMs: 2_000 } });
    await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
    await queue.schedules.set('steady', { everyMs, missed: 'all' }, new TaskSpec({ name: 'work', args: [0] }));
    const first = await nextTickOf(queue);
    const recoveredInMs: number[] = [];
    for (let kill = 0; kill < (stage.isSmall ? 4 : 20); kill += 1)
      recoveredInMs.push(await killAroundTick(stage, crew));
    await queue.schedules.remove('steady');
    const made = stage.entries().flatMap((entry) => (entry.kind === 'start' ? [entry.id] : []));
    const ticks = made.map((id) => Number(id.split('.')[1]));
    const [start, last] = [Math.min(first, ...ticks), Math.max(...ticks)]; // the first may be made before it is asked for
    const ids = Array.from({ length: (last - start) / everyMs + 1 }, (_, index) => idOf(start + index * everyMs));
    await stage.collect(ids);
    await crew.dismiss();
    const missed = ids.filter((id) => !made.includes(id) && started([id])(stage.entries()) === undefined);
    const strange = made.filter((id) => !ids.includes(id));
    return { ids, recoveredInMs, broken: [...missed.map(wasMissed), ...strange.map((id) => `${id} is no tick`)] };
  },
};

const wasMissed = (id: string): string => `the tick ${id} was missed`;

async function nextTickOf(queue: RedisTaskQueue): Promise<number> {
  const [state] = await queue.schedules.list();
  return state?.nextAt ?? 0;
}

/** Kills a worker in the milliseconds around a tick; gives how late the task of the tick after it started. */
async function killAroundTick(stage: Stage, crew: Crew): Promise<number> {
  const tick = (Math.floor(Date.now() / everyMs) + 1) * everyMs;
  await sleep(tick - Date.now() + stage.random.between(-5, 20));
  await stage.random.pick(crew.members).kill();
  const dueAt = now() + tick + everyMs - Date.now();
  const { at } = await stage.until('the next tick', started([idOf(tick + everyMs)]));
  return Math.max(0, at - dueAt);
}
