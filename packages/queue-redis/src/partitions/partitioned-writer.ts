import type { AnySpec } from '@graflow/taskspec';
import { allKnown, type KnownTasks } from '../enqueueing/known-tasks.ts';
import { perCall } from '../enqueueing/task-sender.ts';
import type { TaskWriter } from '../enqueueing/task-writer.ts';
import { sortedBy } from './sorted-by.ts';
import type { PartitionMap } from './partition-map.ts';
import { placeSpec } from './place-spec.ts';

/** What tasks of one partition ask of others: to tell how those end that they wait for. */
export interface Questions {
  /** Whether what was written last asks something. */
  readonly take: (partition: number) => boolean;
  /** Asks what was written; the others know it before whoever enqueues goes on. */
  readonly ask: (partition: number) => Promise<void>;
}

/** Adds tasks to the partitions that they belong to: one step for each of these, of at most 250 tasks. */
export class PartitionedWriter {
  readonly #writers: readonly TaskWriter[];
  readonly #map: PartitionMap;
  readonly #questions: Questions;

  /** Adds nothing yet. */
  constructor(writers: readonly TaskWriter[], map: PartitionMap, questions: Questions) {
    this.#writers = writers;
    this.#map = map;
    this.#questions = questions;
  }

  /** Adds tasks as {@link TaskWriter.add} does. Of 250, nothing is added before all are written. */
  async add(specs: readonly AnySpec[]): Promise<KnownTasks> {
    const known: Promise<KnownTasks>[] = [];
    try {
      for (let start = 0; start < specs.length; start += perCall)
        known.push(...this.#addSome(specs.slice(start, start + perCall)));
    } catch (error) {
      await Promise.allSettled(known);
      throw error;
    }
    return allKnown(await Promise.all(known));
  }

  #addSome(specs: readonly AnySpec[]): readonly Promise<KnownTasks>[] {
    const placed = [...sortedBy(specs, (spec) => placeSpec(spec, this.#map))];
    const written = placed.map(([partition, those]) => {
      const tasks = this.#writerOf(partition).write(those);
      return { partition, tasks, asks: this.#questions.take(partition) };
    });
    return written.map(async ({ partition, tasks, asks }) => {
      const known = await this.#writerOf(partition).addWritten(tasks);
      if (asks) await this.#questions.ask(partition);
      return known;
    });
  }

  #writerOf(partition: number): TaskWriter {
    return this.#writers[partition] as TaskWriter;
  }
}
