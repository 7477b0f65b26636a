import type { Bounds } from './bounds.ts';
import { cancelled, claimed, isCurrent, leaseOver, letGo, reaped, renewed, settled, verdictOn } from './law.ts';
import type { RealQueue } from './real-queue.ts';
import type { Rewound } from './redis-state.ts';
import { type Held, idOf, type Settle, type Step, withWorker, type WorkerState, type World } from './world.ts';

/** One step that somebody may take. */
export interface Act {
  readonly name: string;
  /** Whether nothing may come of it in Redis. */
  readonly changesNothing?: boolean;
  /** Takes it in Redis and in the world; tells what Redis should have answered otherwise. */
  take(world: World, real: Real): Promise<Taken>;
}

/** What an act is taken on. */
export interface Real {
  readonly queue: RealQueue;
  readonly redis: Rewound;
}

interface Taken {
  readonly world: World;
  readonly wrong: readonly string[];
}

/** Everything that may happen next. */
export const actsIn = (world: World, bounds: Bounds): readonly Act[] => [
  ...world.workers.flatMap((worker, index) => (worker.isAlive ? actsOf(world, index, worker, bounds) : [])),
  ...leasesIn(world, bounds).map(endLease),
  ...world.tasks.filter(({ end }) => bounds.cancels && end !== 'cancelled').map(({ id }) => cancel(id)),
];

const leasesIn = ({ tasks }: World, { losses }: Bounds): readonly string[] => [
  ...new Set(
    tasks
      .filter(({ stands, isOver, lost }) => stands === 'leased' && !isOver && lost < losses)
      .map(({ token }) => token),
  ),
];

function actsOf(world: World, index: number, { held, sent }: WorkerState, bounds: Bounds): readonly Act[] {
  const settles = held.map((one) => stepsFor(world, one, bounds).map((step) => ({ held: one, step })));
  const claims = held.length < 2 ? [1, 2].slice(0, world.tasks.length) : [];
  const [first = [], second = []] = settles;
  return [
    ...claims.map((wanted) => call(index, [], wanted)),
    ...settles.flat().flatMap((settle) => [call(index, [settle], 0), call(index, [settle], 1)]),
    ...first.flatMap((one) => second.map((other) => call(index, [one, other], 2))),
    ...held.map((one) => renew(index, one)),
    ...(bounds.letsGo ? held.filter((one) => isCurrent(world, one)).map((one) => letsGo(index, one)) : []),
    ...(bounds.resends && sent.length > 0 ? [sendAgain(index, sent)] : []),
    ...(world.crashesLeft > 0 ? [crash(index)] : []),
  ];
}

function stepsFor({ tasks }: World, held: Held, { steps, failures, releases, losses }: Bounds): readonly Step[] {
  const task = tasks.find(({ id }) => id === idOf(held));
  const isOver: Partial<Record<Step, boolean>> = {
    retry: task !== undefined && task.failures >= failures,
    release: task !== undefined && task.releases >= releases,
    'crash of its run': task !== undefined && task.lost >= losses,
  };
  return steps.filter((step) => isOver[step] !== true);
}

/** The one round trip of a busy worker: claims end, and others begin. */
const call = (index: number, settles: readonly Settle[], wanted: number): Act => ({
  name: `worker ${index}: ${[...settles.map(nameOf), ...(wanted > 0 ? [`claim ${wanted}`] : [])].join(', ')}`,
  async take(before, { queue, redis }) {
    if (wanted > 0) await redis.wakeOne();
    const { verdicts, got } = await queue.call(`w${index}`, settles, wanted);
    const due = settles.reduce(
      ({ world, said }, settle) => ({ world: settled(world, settle), said: said + verdictOn(world, settle) }),
      { world: before, said: '' },
    );
    const wrong = verdicts === due.said ? [] : [`it was told ${verdicts}, not ${due.said}`];
    const free = wanted > 0 ? reaped(due.world) : due.world;
    if (wanted > 0) wrong.push(...wrongIn(got, wanted, free));
    const worker = before.workers[index] as WorkerState;
    const held = worker.held.filter((one) => settles.every((settle) => settle.held !== one));
    const sent = settles.length > 0 ? settles : worker.sent;
    const world = withWorker(claimed(free, got), index, { held: [...held, ...got], sent });
    return { world, wrong };
  },
});

const nameOf = ({ held, step }: Settle): string => `${step} of ${idOf(held)}`;

/** What a claim got besides what waited. */
function wrongIn(got: readonly Held[], wanted: number, { tasks }: World): readonly string[] {
  const ready = tasks.filter(({ stands }) => stands === 'ready');
  const wrong = got.flatMap((held) => {
    const task = ready.find(({ id }) => id === idOf(held));
    if (task === undefined) return [`it got ${idOf(held)}, which did not wait`];
    const isRight = task.failures === held.failures && task.lost === held.lost;
    return isRight ? [] : [`${task.id} came with ${held.failures} failures and ${held.lost} lost leases`];
  });
  const due = Math.min(wanted, ready.length);
  const count = new Set(got.map(idOf)).size;
  return got.length === due && count === due
    ? wrong
    : [...wrong, `it got ${got.map(idOf).join()}, and not ${due} tasks`];
}

/** The answer was lost, so they are sent again, whatever happened meanwhile: each is done once. */
const sendAgain = (index: number, sent: readonly Settle[]): Act => ({
  name: `worker ${index} sends again ${sent.map(nameOf).join(', ')}`,
  changesNothing: true,
  async take(before, { queue }) {
    const { verdicts } = await queue.call(`w${index}`, sent, 0);
    const due = sent.map((settle) => verdictOn(before, settle)).join('');
    const wrong = verdicts === due ? [] : [`it was told ${verdicts}, not ${due}`];
    return { world: withWorker(before, index, { sent: [] }), wrong };
  },
});

const renew = (index: number, held: Held): Act => ({
  name: `worker ${index} renews ${idOf(held)}`,
  async take(before, { queue }) {
    const isValid = await queue.renew(`w${index}`, held);
    const wrong = isValid === isCurrent(before, held) ? [] : [`a renewal was ${isValid ? 'granted' : 'refused'}`];
    return { world: renewed(before, held), wrong };
  },
});

const letsGo = (index: number, held: Held): Act => ({
  name: `worker ${index} lets ${idOf(held)} go`,
  async take(before, { queue }) {
    await queue.letGo(`w${index}`, held);
    return { world: letGo(before, held), wrong: [] };
  },
});

const crash = (index: number): Act => ({
  name: `worker ${index} dies`,
  changesNothing: true,
  take: async (before) => ({
    world: {
      ...withWorker(before, index, { isAlive: false, held: [], sent: [] }),
      crashesLeft: before.crashesLeft - 1,
    },
    wrong: [],
  }),
});

const endLease = (token: string): Act => ({
  name: `the lease ${token} is over`,
  async take(before, { redis }) {
    await redis.endLease(token);
    return { world: leaseOver(before, token), wrong: [] };
  },
});

const cancel = (id: string): Act => ({
  name: `${id} is cancelled`,
  async take(before, { queue }) {
    const answer = await queue.cancel(id);
    const due = before.tasks.some((task) => task.id === id && task.stands === 'ended') ? 'ended' : 'cancelled';
    return { world: cancelled(before, id), wrong: answer === due ? [] : [`it was told ${answer}, not ${due}`] };
  },
});
