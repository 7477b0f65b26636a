import {
  type AnySpec,
  optionInvalid,
  type SpecBinding,
  type TaskSchedules,
  toSpecs,
  type EnqueueInput,
  type Schedule,
  type ScheduleState,
} from '@graflow/taskspec';
import type { TaskOptions } from '@graflow/resolver';
import type { PartitionMap } from './partition-map.ts';

/** The schedules of all partitions. Each is where its id leads, and the tasks of its ticks with it. */
export class AllSchedules implements TaskSchedules {
  readonly #partitions: readonly TaskSchedules[];
  readonly #map: PartitionMap;
  readonly #binding: SpecBinding;

  /** Asks nothing yet. */
  constructor(partitions: readonly TaskSchedules[], map: PartitionMap, binding: SpecBinding) {
    this.#partitions = partitions;
    this.#map = map;
    this.#binding = binding;
  }

  /** Makes a schedule, or replaces the one with its id. */
  readonly set: TaskSchedules['set'] = async (
    id: string,
    schedule: Schedule,
    input: EnqueueInput,
    args?: readonly unknown[],
    options?: TaskOptions & { readonly resolverId?: string },
  ): Promise<void> => {
    const [spec] = toSpecs(input, args, options, this.#binding);
    if (spec === undefined) return;
    this.#refuseElsewhere(id, spec);
    await this.#of(id).set(id, schedule, spec);
  };

  /** Gives all schedules, the one that is due next first. */
  async list(): Promise<readonly ScheduleState[]> {
    const all = await Promise.all(this.#partitions.map((schedules) => schedules.list()));
    return all.flat().toSorted((left, right) => left.nextAt - right.nextAt);
  }

  /** Ends a schedule; tells whether there was one. */
  async remove(id: string): Promise<boolean> {
    return this.#of(id).remove(id);
  }

  /** Makes the tasks that are due, in all partitions. */
  async tick(): Promise<number | undefined> {
    const ticked = await Promise.allSettled(this.#partitions.map((schedules) => schedules.tick()));
    for (const one of ticked) if (one.status === 'rejected') throw one.reason;
    const waits = ticked.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  #of(id: string): TaskSchedules {
    return this.#partitions[this.#map.of(String(id))] as TaskSchedules;
  }

  #refuseElsewhere(id: string, { options: { limitKey, dedup } }: AnySpec): void {
    const key = limitKey ?? dedup?.key;
    if (key === undefined || this.#map.ofKey(key) === this.#map.of(String(id))) return;
    throw optionInvalid(
      'id',
      id,
      `one that ends in ~ and the key of its task, as in ${id}~${key}: the queue has several partitions`,
    );
  }
}
