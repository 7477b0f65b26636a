import { newTaskId, partitionOf, routingKeyOfId } from '@graflow/taskspec';

/** Says in which of its partitions a queue has what belongs to an id or a key. */
export class PartitionMap {
  /** How many partitions there are. */
  readonly count: number;

  /** Knows nothing but their number. */
  constructor(count: number) {
    this.count = count;
  }

  /** Gives the partition of a task, a group, a schedule or a state, by its id alone. */
  of(id: string): number {
    return partitionOf(routingKeyOfId(id), this.count);
  }

  /** Gives the partition of a limit or deduplication key. */
  ofKey(key: string): number {
    return partitionOf(key, this.count);
  }

  /** Gives the partition of them all, where it is one. */
  ofAll(ids: readonly string[]): number | undefined {
    const [first, ...others] = ids.map((id) => this.of(id));
    return others.every((partition) => partition === first) ? first : undefined;
  }

  /** Makes an id whose hash leads to a partition: draws until one does, about as often as there are partitions. */
  newIdIn(partition: number): string {
    for (;;) {
      const id = newTaskId();
      if (this.of(id) === partition) return id;
    }
  }
}
