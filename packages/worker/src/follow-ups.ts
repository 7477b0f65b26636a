import {
  type AnySpec,
  encodePayload,
  type EnqueueInput,
  type SpecBinding,
  type TaskContext,
  type TaskOptions,
  TaskSpec,
  toSpecs,
} from '@graflow/taskspec';
import { type ShareMember, type ShareTemplate, specOf } from './enqueue-share.ts';
import { taskEnded, tooManyFollowUps } from './errors.ts';
import { ownResolverId, registerOwnTasks, shareTaskName } from './own-tasks.ts';
import { shareOut } from './share-out.ts';

const limit = 1_000;

type Shared = Parameters<typeof shareOut> extends [...infer Wish, SpecBinding] ? Wish : never;

/** The tasks that a running task enqueued: kept, and sent in the step that settles it. */
export class FollowUps {
  readonly #parent: AnySpec;
  readonly #specs = new Set<AnySpec>();
  readonly #serializing = new Set<Promise<unknown>>();
  #isClosed = false;
  #lists = 0;

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

  /** `taskContext().enqueueEach`: an arrow as well. */
  readonly enqueueEach: TaskContext['enqueueEach'] = async (fn, calls, options = {}) => {
    if (this.#isClosed) throw taskEnded(this.#parent.taskId);
    this.#lists += 1;
    const taskId = options.taskId ?? `${this.#parent.taskId}.${this.#lists}`;
    const sharing = this.#shareOut(fn, calls, { ...options, taskId });
    this.#serializing.add(sharing);
    return sharing;
  };

  /** Accepts no more, and gives those that were accepted, in their order, once all are serialized. */
  async close(): Promise<readonly AnySpec[]> {
    this.#isClosed = true;
    await Promise.allSettled(this.#serializing);
    return [...this.#specs];
  }

  async #shareOut(...[fn, calls, options]: Shared): Promise<readonly string[]> {
    const binding = this.#parent.binding as SpecBinding;
    const { template, shares } = await shareOut(fn, calls, options, binding);
    const members = shares.flat();
    const free = limit - this.#specs.size;
    if (members.length > free && shares.length > free) throw tooManyFollowUps(this.#parent.taskId, limit);
    registerOwnTasks(binding.registry);
    const specs =
      members.length <= free
        ? members.map((member) => specOf(template, member))
        : shares.map((share, index) => specOfShare(`${options.taskId}.share-${index}`, template, share));
    await Promise.all(specs.map((spec) => this.#keep(spec.bind(binding))));
    return members.map(({ taskId }) => taskId);
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

const specOfShare = (taskId: string, template: ShareTemplate, share: readonly ShareMember[]): AnySpec =>
  new TaskSpec({
    name: shareTaskName,
    resolverId: ownResolverId,
    taskId,
    args: [template, share],
    ...(template.options.priority !== undefined && { priority: template.options.priority }),
  });

async function checkThatItTravels(spec: AnySpec): Promise<void> {
  encodePayload(spec.args, { what: 'arguments', onResult: () => undefined });
  await spec.ensureSerialized();
}
