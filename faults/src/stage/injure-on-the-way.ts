import { setTimeout as sleep } from 'node:timers/promises';
import type { InjurableRedis } from '../injuries/injurable-redis.ts';
import { now } from '../log/now.ts';
import type { Participant } from '../participants/participant.ts';
import type { Crew } from './crew.ts';
import { lookAcross } from './look-across.ts';
import type { Stage } from './stage.ts';

/** How long it is waited for something to be on its way, in milliseconds. */
const patienceMs = 300;

/**
 * Kills a server, or kills or freezes one of those who carry, again and again until something has come: at moments in which
 * one partition has something for another one that nobody has carried over. Who is frozen then may carry it when it has long
 * been carried by others. Gives how much the kills of servers left on the way.
 */
export async function injureOnTheWay(
  stage: Stage,
  crew: Crew,
  { coming, servers }: { readonly coming: Promise<unknown>; readonly servers: readonly InjurableRedis[] },
): Promise<number> {
  const { random } = stage;
  const over = coming.then(() => true);
  let left = 0;
  for (let isOver = false; !isOver; isOver = await Promise.race([over, sleep(random.between(100, 700), false)])) {
    await untilSomethingIsOnItsWay(stage);
    const how = random.pick(['outage', 'kill', 'freeze', 'freeze']);
    const carrier = random.pick(crew.members);
    if (how === 'kill' && crew.members.length > 1) await carrier.kill();
    if (how === 'freeze') await freezeFor(carrier, random.between(200, 1_500));
    if (how === 'outage') left += await killServer(stage, random.pick(servers));
  }
  return left;
}

async function untilSomethingIsOnItsWay({ place }: Stage): Promise<void> {
  await using look = lookAcross(place);
  const deadline = now() + patienceMs;
  while (now() < deadline && (await look.onItsWay()) === 0);
}

async function freezeFor(carrier: Participant, ms: number): Promise<void> {
  carrier.freeze();
  await sleep(ms);
  carrier.thaw();
}

async function killServer({ place, random }: Stage, server: InjurableRedis): Promise<number> {
  await server.outage(random.below(200));
  await using look = lookAcross(place);
  return await look.onItsWay();
}
