import { type AnySpec, looksGenerated } from '@graflow/taskspec';
import { packArguments } from '../connection/packed-arguments.ts';
import type { PreparedTask } from '../enqueueing/prepared-task.ts';
import type { TaskWriter } from '../enqueueing/task-writer.ts';
import type { FollowUpWriter } from '../settling/settlements.ts';
import { sortedBy } from './sorted-by.ts';
import type { PartitionMap } from './partition-map.ts';
import { placeSpec } from './place-spec.ts';

/** Writes the follow-ups of tasks of one partition; those of another one go to it by the outbox. */
export class CrossingFollowUps implements FollowUpWriter {
  readonly #own: number;
  readonly #map: PartitionMap;
  readonly #writers: readonly TaskWriter[];

  /** @param writers - of all partitions, in their order; they may be added later */
  constructor(own: number, map: PartitionMap, writers: readonly TaskWriter[]) {
    this.#own = own;
    this.#map = map;
    this.#writers = writers;
  }

  /** Writes them, and stores their code where they will be. */
  async prepare(specs: readonly AnySpec[]): Promise<readonly PreparedTask[]> {
    const prepared: PreparedTask[] = [];
    for (const [partition, those] of sortedBy(specs, (spec) => placeSpec(spec, this.#map))) {
      const writer = this.#writers[partition] as TaskWriter;
      const tasks = await writer.prepare(those);
      if (partition === this.#own) {
        prepared.push(...tasks);
        continue;
      }
      // Sent there, nobody could be told any more that an id is taken.
      const chosen = tasks.filter(({ taskId }) => !looksGenerated(taskId));
      if (chosen.length > 0) await writer.missingOf(chosen);
      prepared.push(...tasks.map((task) => sentTo(partition, task)));
    }
    return prepared;
  }

  /** Gives those that neither wait nor have ended, and all that go to other partitions. */
  async missingOf(tasks: readonly PreparedTask[]): Promise<readonly PreparedTask[]> {
    const isOwn = ({ taskId }: PreparedTask): boolean => this.#map.of(taskId) === this.#own;
    const missing = await (this.#writers[this.#own] as TaskWriter).missingOf(tasks.filter(isOwn));
    return [...missing, ...tasks.filter((task) => !isOwn(task))];
  }
}

function sentTo(partition: number, task: PreparedTask): PreparedTask {
  const [entry = '', due = '', record = '', beside = ''] = task.args;
  return { ...task, args: [entry, due, record, packArguments(['to', String(partition), 'beside', beside])] };
}
