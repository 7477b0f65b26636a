import { type Act, actsIn, type Real } from './acts.ts';
import type { Bounds } from './bounds.ts';
import { judge, outcomeIn } from './judge.ts';
import type { Keys } from './redis-state.ts';
import { textOf, tokensFrom } from './text-of.ts';
import { firstWorld, withoutCopies, type World } from './world.ts';

/** What a model check has seen. */
export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** How many steps it takes to the state that is farthest away. */
  readonly depth: number;
  /** The shortest ways to what is wrong, at most a few. */
  readonly wrong: readonly string[];
}

/** A state that Redis keeps, and the way that led to it. */
interface Place {
  readonly number: number;
  readonly world: World;
  readonly held: Keys;
  readonly way: readonly string[];
}

const workers = 2;
const mostWrong = 5;

/**
 * Goes every way on which two workers and two tasks can meet, step by step on a real Redis, which is taken back before each
 * step; what is near comes first. Each state that is new is judged, audited, and drained: from everywhere there is a way to
 * the end.
 */
export async function explore(real: Real, bounds: Bounds): Promise<Explored> {
  const { queue, redis } = real;
  const ids = ['idA', 'idB'].slice(0, bounds.tasks);
  await queue.enqueue(ids);
  await redis.numberTokensFrom(tokensFrom);
  await redis.keep(0);
  const start: Place = {
    number: 0,
    world: firstWorld(ids, workers, bounds.crashes),
    held: await redis.read(),
    way: [],
  };
  const seen = new Set([textOf(start.world, start.held)]);
  const open = [start];
  const wrong: string[] = [];
  let steps = 0;
  let depth = 0;
  for (let place = open.shift(); place !== undefined; place = open.shift()) {
    depth = place.way.length;
    for (const act of actsIn(place.world, bounds)) {
      if (wrong.length >= mostWrong) return { states: seen.size, steps, depth, wrong };
      steps += 1;
      const { broken, ...taken } = await take(act, place, real, bounds);
      const text = textOf(taken.world, taken.held);
      const next = { ...taken, number: seen.size };
      if (broken.length === 0 && !seen.has(text)) {
        await redis.keep(next.number);
        open.push(next);
        broken.push(...(await drain(next, real)));
      }
      seen.add(text);
      if (broken.length > 0) wrong.push(`${next.way.join('; ')}: ${broken.join('; ')}`);
    }
  }
  return { states: seen.size, steps, depth, wrong };
}

async function take(act: Act, { number, world: before, held: heldBefore, way }: Place, real: Real, bounds: Bounds) {
  const back = real.redis.goTo(number); // whatever is asked next is answered behind it
  const { world, wrong } = await act.take(before, real);
  await back;
  const held = await real.redis.read();
  const isChanged = act.changesNothing === true && textIn(held) !== textIn(heldBefore);
  const broken = [...wrong, ...(isChanged ? ['it changed something'] : []), ...judge(world, held)];
  return { world: bounds.resends ? world : withoutCopies(world), held, way: [...way, act.name], broken };
}

/** An audit changes nothing; then all leases are over, one worker does what is left, and every task has ended. */
async function drain({ number, world, held: before }: Place, { queue, redis }: Real): Promise<readonly string[]> {
  await redis.goTo(number);
  const found = await queue.audit();
  if (found.length > 0) return [`an audit put back ${found.join()}`];
  if (textIn(await redis.read()) !== textIn(before)) return ['an audit changed something'];
  for (const { token, stands } of world.tasks) if (stands === 'leased') await redis.endLease(token);
  const { got } = await queue.call('last', [], world.tasks.length);
  await queue.call(
    'last',
    got.map((held) => ({ held, step: 'ack' }) as const),
    0,
  );
  const held = await redis.read();
  const left = [...held.keys()].filter((key) => /^(r:|l$|held$|a$|alive$)/.test(key));
  const open = world.tasks.flatMap(({ id }) => (outcomeIn(held, id) === undefined ? [id] : []));
  return [...left.map((key) => `at the end ${key} is left`), ...open.map((id) => `at the end ${id} has no outcome`)];
}

const textIn = (held: Keys): string => JSON.stringify([...held]);
