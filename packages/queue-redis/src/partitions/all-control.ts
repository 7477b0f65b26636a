import type { QueueStats, TaskControl } from '@graflow/taskspec';

/** The switches and counters of all partitions: turned one after the other, and added up. */
export class AllControl implements TaskControl {
  readonly #partitions: readonly TaskControl[];

  /** Asks nothing yet. */
  constructor(partitions: readonly TaskControl[]) {
    this.#partitions = partitions;
  }

  async pause(): Promise<void> {
    for (const partition of this.#partitions) await partition.pause();
  }

  async resume(): Promise<void> {
    for (const partition of this.#partitions) await partition.resume();
  }

  async stats(): Promise<QueueStats> {
    const all = await Promise.all(this.#partitions.map((partition) => partition.stats()));
    const sumOf = (count: Exclude<keyof QueueStats, 'isPaused'>): number =>
      all.reduce((sum, stats) => sum + stats[count], 0);
    return {
      waiting: sumOf('waiting'),
      delayed: sumOf('delayed'),
      heldBack: sumOf('heldBack'),
      running: sumOf('running'),
      dead: sumOf('dead'),
      isPaused: all.every(({ isPaused }) => isPaused),
    };
  }
}
