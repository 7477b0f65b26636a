import type { StateAnswer, StatePlace, StateRequest, StateStore, WriteMark } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { heldKey, openKey } from '../keys.ts';
import type { RedisStateStore } from '../state/redis-state-store.ts';
import type { PartitionMap } from './partition-map.ts';

/** As long as the writes of tasks of another queue are known. */
const keptMs = 86_400_000;

/**
 * The states of all partitions. A task that writes to a state of another partition is known there for a day, by its id and
 * position; whether its claim is valid is asked before, in its own.
 */
export class AllStates implements StateStore {
  readonly address: string;
  readonly maxPayloadBytes: number;
  readonly #partitions: readonly RedisStateStore[];
  readonly #map: PartitionMap;
  readonly #claims: { readonly connection: Connection; readonly tags: readonly string[] };

  /** Asks nothing yet. */
  constructor(
    partitions: readonly RedisStateStore[],
    map: PartitionMap,
    claims: { readonly connection: Connection; readonly tags: readonly string[] },
  ) {
    const [first] = partitions as [RedisStateStore];
    this.address = first.address;
    this.maxPayloadBytes = first.maxPayloadBytes;
    this.#partitions = partitions;
    this.#map = map;
    this.#claims = claims;
  }

  read(place: StatePlace): Promise<string> {
    return this.#of(place).read(place);
  }

  async write(request: StateRequest): Promise<StateAnswer> {
    const { mark, place } = request;
    if (mark.by !== 'task' || this.#map.of(mark.taskId) === this.#map.of(place.id))
      return this.#of(place).write(request);
    if (!(await this.#isClaimed(mark))) return { status: 'lost' };
    const writeId = `${mark.taskId}:${mark.position}`;
    return this.#of(place).write({ ...request, mark: { by: 'stranger', writeId, keptMs } });
  }

  listen(place: StatePlace, onChange: () => void): () => void {
    return this.#of(place).listen(place, onChange);
  }

  isAway(error: unknown): boolean {
    return (this.#partitions[0] as RedisStateStore).isAway(error);
  }

  /** Ends what waits. */
  close(error: Error): void {
    for (const states of this.#partitions) states.close(error);
  }

  async #isClaimed({ taskId, token }: Extract<WriteMark, { by: 'task' }>): Promise<boolean> {
    const { connection, tags } = this.#claims;
    const tag = tags[this.#map.of(taskId)] as string;
    const [names, letters] = await connection.ask((client) =>
      Promise.all([client.hget(heldKey(tag), token), client.hget(openKey(tag), token)]),
    );
    const nth = names?.split(' ').findIndex((name) => name.slice(1).split(':')[0] === taskId);
    return nth !== undefined && letters?.[nth] === 'r';
  }

  #of({ id }: StatePlace): RedisStateStore {
    return this.#partitions[this.#map.of(id)] as RedisStateStore;
  }
}
