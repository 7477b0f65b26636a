import {
  type AnySpec,
  encodePayload,
  type EnqueueInput,
  type SpecBinding,
  type TaskContext,
  type TaskOptions,
  toSpecs,
} from '@graflow/taskspec';
import { taskEnded, tooManyFollowUps } from './errors.ts';

const limit = 1_000;

/** The tasks that a running task enqueued: kept, and sent in the step that settles it. */
export class FollowUps {
  readonly #parent: AnySpec;
  readonly #specs = new Set<AnySpec>();
  readonly #serializing = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(parent: AnySpec) {
    this.#parent = parent;
  }

  /** `taskContext().enqueue`: an arrow, so that a task may take it out of its context. */
  readonly enqueue: TaskContext['enqueue'] = async (
    input: EnqueueInput,
    args?: readonly unknown[],
    options?: TaskOptions,
  ): Promise<{ readonly taskId: string }> => {
    if (this.#isClosed) throw taskEnded(this.#parent.taskId);
    if (this.#specs.size >= limit) throw tooManyFollowUps(this.#parent.taskId, limit);
    const [spec] = toSpecs(input, args, options, this.#parent.binding as SpecBinding);
    await this.#keep(spec as AnySpec);
    return { taskId: (spec as AnySpec).taskId };
  };

  /** Accepts no more, and gives those that were accepted, in their order, once all are serialized. */
  async close(): Promise<readonly AnySpec[]> {
    this.#isClosed = true;
    await Promise.allSettled(this.#serializing);
    return [...this.#specs];
  }

  /** Takes its place in the order at once, and leaves it when it cannot travel. */
  async #keep(spec: AnySpec): Promise<void> {
    this.#specs.add(spec);
    const serializing = checkThatItTravels(spec);
    this.#serializing.add(serializing);
    try {
      await serializing;
    } catch (error) {
      this.#specs.delete(spec);
      throw error;
    }
  }
}

async function checkThatItTravels(spec: AnySpec): Promise<void> {
  encodePayload(spec.args, { what: 'arguments', onResult: () => undefined });
  await spec.ensureSerialized();
}
