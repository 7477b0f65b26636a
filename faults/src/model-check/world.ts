/** How one task should stand. */
export interface TaskState {
  readonly id: string;
  readonly stands: 'ready' | 'leased' | 'ended';
  /** Of a leased one: its claim, and whether the lease is over, though nobody has taken the task back yet. */
  readonly token: string;
  readonly isOver: boolean;
  readonly failures: number;
  readonly releases: number;
  readonly lost: number;
  /** Lost leases that do not count towards poison, because their holder was heard of since. */
  readonly alive: number;
  /** The claims whose lease was lost, and of whose holders nobody has heard since. */
  readonly unheard: readonly string[];
  /** The claim whose settle gave it back or ended it, if that was the last that happened to it. */
  readonly settledBy: string;
  readonly end: 'none' | 'value' | 'dead' | 'poison' | 'cancelled';
}

/** One claimed task, as its worker knows it. */
export interface Held {
  readonly entry: string;
  readonly token: string;
  /** Which of the tasks of its claim it is, from 0. */
  readonly nth: number;
  readonly failures: number;
  readonly lost: number;
}

/** What a worker does with a claim. */
export type Step = 'ack' | 'retry' | 'bury' | 'release' | 'crash of its run';

/** A claim, and how it ends. */
export interface Settle {
  readonly held: Held;
  readonly step: Step;
}

/** One of the workers: what it believes to hold, and the last settles that it sent, to which it may have had no answer. */
export interface WorkerState {
  readonly isAlive: boolean;
  readonly held: readonly Held[];
  readonly sent: readonly Settle[];
}

/** Everything but Redis: the tasks as they should be, and what the workers know. */
export interface World {
  readonly tasks: readonly TaskState[];
  readonly workers: readonly WorkerState[];
  readonly crashesLeft: number;
}

/** How many lost leases make a task poison. */
export const maxLost = 2;

export const idOf = ({ entry }: Held): string => entry.slice(1);

/** The world in which the tasks were just enqueued. */
export const firstWorld = (ids: readonly string[], workers: number, crashes: number): World => ({
  tasks: ids.map((id) => ({
    id,
    stands: 'ready',
    token: '',
    isOver: false,
    failures: 0,
    releases: 0,
    lost: 0,
    alive: 0,
    unheard: [],
    settledBy: '',
    end: 'none',
  })),
  workers: Array.from({ length: workers }, () => ({ isAlive: true, held: [], sent: [] })),
  crashesLeft: crashes,
});

/** Changes the tasks for which something holds. */
export const withTasks = (world: World, change: (task: TaskState) => Partial<TaskState>): World => ({
  ...world,
  tasks: world.tasks.map((task) => ({ ...task, ...change(task) })),
});

/** Changes one worker. */
export const withWorker = (world: World, index: number, change: Partial<WorkerState>): World => ({
  ...world,
  workers: world.workers.map((worker, at) => (at === index ? { ...worker, ...change } : worker)),
});

/** The world in which every worker has heard the answers to its settles. */
export const withoutCopies = (world: World): World => ({
  ...world,
  workers: world.workers.map((worker) => ({ ...worker, sent: [] })),
});
