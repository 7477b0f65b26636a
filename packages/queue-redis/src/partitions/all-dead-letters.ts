import {
  type DeadLetter,
  type DeadLetterPage,
  deadLetterPage,
  type DeadLetters,
  distinctTaskIds,
} from '@graflow/taskspec';
import { sortedBy } from './sorted-by.ts';
import type { PartitionMap } from './partition-map.ts';

const mostPerPage = 1_000;

/** The dead letters of all partitions. */
export class AllDeadLetters implements DeadLetters {
  readonly #partitions: readonly DeadLetters[];
  readonly #map: PartitionMap;

  /** Asks nothing yet. */
  constructor(partitions: readonly DeadLetters[], map: PartitionMap) {
    this.#partitions = partitions;
    this.#map = map;
  }

  /** Lists them, the newest first. Each partition is read as far as all of the page could be in it. */
  async list(page?: DeadLetterPage): Promise<readonly DeadLetter[]> {
    const { limit, offset } = deadLetterPage(page);
    const each = await Promise.all(this.#partitions.map((letters) => newest(letters, offset + limit)));
    return each
      .flat()
      .toSorted((left, right) => right.diedAt - left.diedAt)
      .slice(offset, offset + limit);
  }

  /** Counts them. */
  async count(): Promise<number> {
    return sum(await Promise.all(this.#partitions.map((letters) => letters.count())));
  }

  replay(taskIds: string | readonly string[]): Promise<number> {
    return this.#each(taskIds, (letters, ids) => letters.replay(ids));
  }

  discard(taskIds: string | readonly string[]): Promise<number> {
    return this.#each(taskIds, (letters, ids) => letters.discard(ids));
  }

  async #each(
    taskIds: string | readonly string[],
    act: (letters: DeadLetters, ids: readonly string[]) => Promise<number>,
  ): Promise<number> {
    const ids = distinctTaskIds(taskIds);
    if (ids.length === 0) return act(this.#partitions[0] as DeadLetters, ids);
    const sorted = sortedBy(ids, (id) => this.#map.of(id));
    return sum(await Promise.all([...sorted].map(([at, those]) => act(this.#partitions[at] as DeadLetters, those))));
  }
}

async function newest(letters: DeadLetters, count: number): Promise<readonly DeadLetter[]> {
  const found: DeadLetter[] = [];
  for (let offset = 0; offset < count; offset += mostPerPage) {
    const page = await letters.list({ offset, limit: Math.min(mostPerPage, count - offset) });
    found.push(...page);
  }
  return found;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
