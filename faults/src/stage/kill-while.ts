import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../plan/random.ts';
import type { Crew } from './crew.ts';

/** Kills one of a crew again and again, at times that the seed decides, until something has come; one is always left. */
export async function killWhile(
  coming: Promise<unknown>,
  crew: Crew,
  { random, everyMs }: { readonly random: Random; readonly everyMs: number },
): Promise<void> {
  const over = coming.then(() => true);
  for (let isOver = false; !isOver; isOver = await Promise.race([over, sleep(random.between(1, 2 * everyMs), false)])) {
    if (crew.members.length > 1) await random.pick(crew.members).kill();
  }
}
