/** What each step must do to the tasks: the law by which the scripts are judged. */
import { type Held, idOf, maxLost, type Settle, type Step, type TaskState, withTasks, type World } from './world.ts';

const none = { token: '', isOver: false } as const;

/** Whether a claim is what its task belongs to: only then may it be settled, or renewed. */
export const isCurrent = (world: World, held: Held): boolean =>
  world.tasks.some(({ id, stands, token }) => id === idOf(held) && stands === 'leased' && token === held.token);

/** What Redis must say of a settle: yes, too, where it is done already, and comes a second time. */
export const verdictOn = (world: World, { held }: Settle): 'y' | 'n' =>
  isCurrent(world, held) || world.tasks.some(({ id, settledBy }) => id === idOf(held) && settledBy === held.token)
    ? 'y'
    : 'n';

/** What comes of a settle. One whose claim is not valid changes nothing, but shows that its holder is alive. */
export const settled = (world: World, { held, step }: Settle): World =>
  isCurrent(world, held)
    ? withTasks(world, (task) => (task.id === idOf(held) ? { ...steps[step](task), settledBy: held.token } : {}))
    : heard(world, held);

/** What comes of a renewal. One lease is that of all tasks of a claim. */
export const renewed = (world: World, held: Held): World =>
  isCurrent(world, held)
    ? withTasks(world, ({ token }) => (token === held.token ? { isOver: false } : {}))
    : heard(world, held);

/** What comes of the time that passes: a lease is over, which nobody has seen yet. */
export const leaseOver = (world: World, token: string): World =>
  withTasks(world, (task) => (task.token === token ? { isOver: true } : {}));

/** What a claim does first: leases that are over end. Their holders may still be alive. */
export const reaped = (world: World): World =>
  withTasks(world, (task) => {
    if (task.stands !== 'leased' || !task.isOver) return {};
    const lost = loseWorker(task);
    const unheard = lost.stands === 'ready' ? [...task.unheard, task.token] : task.unheard;
    return { ...lost, unheard, settledBy: '' };
  });

/** What comes of a claim that a worker lets go because it cannot keep it. */
export const letGo = (world: World, held: Held): World =>
  isCurrent(world, held)
    ? withTasks(world, (task) => (task.id === idOf(held) ? { ...loseWorker(task), settledBy: '' } : {}))
    : world;

/** What comes of a cancel. */
export const cancelled = (world: World, id: string): World =>
  withTasks(world, (task) =>
    task.id === id && task.stands !== 'ended' ? { ...none, stands: 'ended', end: 'cancelled', settledBy: '' } : {},
  );

/** What comes of a claim that got these tasks. */
export const claimed = (world: World, got: readonly Held[]): World =>
  withTasks(world, ({ id }) => {
    const held = got.find((one) => idOf(one) === id);
    return held ? { stands: 'leased', token: held.token, isOver: false } : {};
  });

const loseWorker = ({ lost, alive }: TaskState): Partial<TaskState> =>
  lost + 1 - alive >= maxLost
    ? { ...none, lost: lost + 1, stands: 'ended', end: 'poison' }
    : { ...none, lost: lost + 1, stands: 'ready' };

const steps: Readonly<Record<Step, (task: TaskState) => Partial<TaskState>>> = {
  ack: () => ({ ...none, stands: 'ended', end: 'value' }),
  bury: () => ({ ...none, stands: 'ended', end: 'dead' }),
  retry: ({ failures }) => ({ ...none, stands: 'ready', failures: failures + 1 }),
  release: ({ releases }) => ({ ...none, stands: 'ready', releases: releases + 1 }),
  'crash of its run': loseWorker,
};

/** The holder of a claim that is not valid any more is heard of. */
const heard = (world: World, held: Held): World =>
  withTasks(world, ({ id, stands, alive, unheard }) =>
    id === idOf(held) && unheard.includes(held.token)
      ? { unheard: unheard.filter((token) => token !== held.token), alive: stands === 'ended' ? alive : alive + 1 }
      : {},
  );
