import type { AnyTask, TaskEnvelope, TaskOptions } from '@graflow/resolver';
import { defaultRegistry, type TaskResolverRegistry } from '@graflow/registry';
import { markDefaultsOf } from './mark-defaults.ts';
import type { Claim, TaskStatus } from '../queue/claim.ts';
import { type ArrivedTask, type ClaimedTask, envelopeOf, type IdSource } from '../queue/claimed-task.ts';
import { notDeserialized } from '../errors.ts';
import { newTaskId } from './new-task-id.ts';
import { serialize } from './serialize.ts';
import type { SpecBinding } from './spec-binding.ts';
import { storedOptionsOf } from '../record/stored-options.ts';
import { partsOf, type SpecParts, type TaskSpecInit } from './task-spec-init.ts';

/** A spec of any task. */
// oxlint-disable-next-line typescript/no-explicit-any -- TaskSpec is invariant in F; only any accepts every spec
export type AnySpec = TaskSpec<any>;

/**
 * A task as data: a live function or an envelope, its arguments, its options, and the id of the resolver that turns one
 * into the other. It knows no queue, no worker and no context.
 *
 * @example
 * ```ts
 * import { TaskSpec } from '@graflow/taskspec';
 * const spec = new TaskSpec({ executable: resize, args: ['cat.png', 200], resolverId: 'images' });
 * await spec.ensureSerialized(); // uses the registry's 'images'
 * await queue.enqueue(spec);
 * ```
 */
export class TaskSpec<F extends AnyTask = AnyTask> {
  /** The arguments of the call. */
  readonly args: Readonly<Parameters<F>>;
  /** How people call the task; empty for a function without a name. */
  readonly name: string;
  /** Where the spec is in its life, as far as this object knows. */
  status: TaskStatus = 'created';
  /** The id, or what makes it when somebody asks for it; undefined for this spec itself. */
  #id: string | IdSource | undefined;
  #options: TaskOptions;
  readonly #resolverId: string | undefined;
  readonly #arrived: (ArrivedTask & { readonly claim?: Claim }) | undefined;
  #binding: SpecBinding | undefined;
  #executable: F | undefined;
  #envelope: TaskEnvelope | undefined;
  #serializing: Promise<void> | undefined;
  #resolving: Promise<AnyTask> | undefined;

  /** Checks the options; nothing is serialized yet. @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
  constructor(init: TaskSpecInit<F>, arrived?: ArrivedTask & { readonly claim?: Claim }) {
    const parts: SpecParts = arrived ?? partsOf(init); // what arrived is not copied: one a task
    this.#id = parts.taskId;
    this.args = parts.args as Readonly<Parameters<F>>;
    this.name = parts.name;
    this.#options = parts.options;
    this.#resolverId = parts.resolverId;
    this.#executable = parts.executable as F | undefined;
    this.#arrived = arrived;
  }

  /** Makes the spec of a task that a queue claimed; only queues call it. */
  static claimed(task: ClaimedTask, binding: SpecBinding): TaskSpec {
    const spec = TaskSpec.arrived(task).bind(binding);
    spec.status = 'claimed';
    return spec;
  }

  /** Makes the spec of a task that was made elsewhere and comes with its envelope; not claimed. */
  static arrived(task: ArrivedTask): TaskSpec {
    return new TaskSpec(task as { readonly name: string }, task);
  }

  /** The id of the task: 22 characters unless chosen by the user. It is made when somebody asks for it. */
  get taskId(): string {
    const id = this.#id;
    return typeof id === 'string' ? id : (this.#id = id === undefined ? newTaskId() : id.taskId);
  }

  /** Lets a queue make the id, unless there is one, or another queue makes it; tells whether. Only queues call it. */
  leaveIdTo(source: IdSource): boolean {
    if (this.#id !== undefined) return false;
    this.#id = source;
    return true;
  }

  /** The options, with the defaults that `task()` attached to the function, here or where it was resolved. */
  get options(): TaskOptions {
    return this.#options;
  }

  /** The resolver that serializes and resolves this spec: its own, else its queue's, else `default`. */
  get resolverId(): string {
    return this.#resolverId ?? this.#binding?.resolverId ?? 'default';
  }

  /** The live function. @throws TaskSpecError `GRAFLOW_SPEC_NOT_DESERIALIZED` before `ensureDeserialized()`. */
  get executable(): F {
    if (this.#executable === undefined) throw notDeserialized(this.taskId);
    return this.#executable;
  }

  /** Whether the live function is here. */
  get isLive(): boolean {
    return this.#executable !== undefined;
  }

  /** The task as portable data; undefined until `ensureSerialized()`. */
  get envelope(): TaskEnvelope | undefined {
    return this.#envelope;
  }

  /** The lease of a claimed spec; undefined for others. */
  get claim(): Claim | undefined {
    return this.#arrived?.claim;
  }

  /** The number of this run, from 1; 0 for a spec that was never claimed. */
  get attempt(): number {
    return this.claim?.attempt ?? 0;
  }

  /** Where this spec looks resolvers up, once a queue gave it a registry. */
  get binding(): SpecBinding | undefined {
    return this.#binding;
  }

  /** Lets the spec fall back to a queue's registry, resolver id and strategy; queues call it. */
  bind(binding: SpecBinding): this {
    this.#binding = binding;
    return this;
  }

  /**
   * Makes sure that the spec has an envelope. Further calls change nothing, calls at the same time share the work, and
   * after a failure it can be called again.
   * @param registry - the queue's if the spec met one, else `defaultRegistry`
   * @throws TaskSerializationError when its strategy cannot carry the function; RegistryError for an unknown resolver id.
   */
  async ensureSerialized(registry: TaskResolverRegistry = this.#binding?.registry ?? defaultRegistry): Promise<this> {
    if (!this.serializeNow(registry)) await this.#serializing;
    return this;
  }

  /** Does the same where it needs no waiting; tells whether the envelope is here. */
  serializeNow(registry: TaskResolverRegistry = this.#binding?.registry ?? defaultRegistry): boolean {
    if (this.#envelope === undefined && this.#serializing === undefined) this.#serialize(registry);
    return this.#envelope !== undefined;
  }

  /**
   * Makes sure that the spec has its live function. Further calls change nothing, calls at the same time share the work,
   * and after a failure it can be called again.
   * @param registry - the queue's if the spec came from one, else `defaultRegistry`
   * @throws TaskResolutionError when the envelope cannot be resolved here; RegistryError for an unknown resolver id.
   */
  async ensureDeserialized(registry: TaskResolverRegistry = this.#binding?.registry ?? defaultRegistry): Promise<this> {
    if (this.#executable !== undefined) return this;
    if (this.#envelope === undefined) await this.ensureSerialized(registry);
    const resolver = registry.get(this.resolverId);
    const resolving = (this.#resolving ??= resolver.resolveTask(this.#envelope as TaskEnvelope, this.#binding));
    try {
      this.#take((await resolving) as F);
    } finally {
      this.#resolving = undefined;
    }
    return this;
  }

  /** Takes over options that the function has where it was resolved; those of the spec win. */
  learnDefaults(options: TaskOptions): void {
    this.#options = { ...storedOptionsOf(options), ...this.#options };
  }

  /**
   * Does the same where it needs no waiting: for a claimed reference that the resolver knows. Tells whether the live
   * function is here; where it is not, the other method says why. @throws RegistryError for an unknown resolver id.
   */
  deserializeNow(registry: TaskResolverRegistry = this.#binding?.registry ?? defaultRegistry): boolean {
    if (this.#executable !== undefined) return true;
    if (this.#arrived?.isReference !== true || this.#binding?.accept?.includes('reference') !== true) return false;
    const executable = registry.get(this.resolverId).lookup?.(this.name);
    if (executable) this.#take(executable as F);
    return executable !== undefined;
  }

  #take(executable: F): void {
    this.#executable = executable;
    const defaults = markDefaultsOf(executable);
    if (defaults) this.#options = { ...defaults, ...this.#options };
  }

  #serialize(registry: TaskResolverRegistry): void {
    const { strategy = this.#binding?.strategy, capture } = this.#options;
    const serialized =
      (this.#arrived && envelopeOf(this.#arrived)) ??
      serialize(registry.get(this.resolverId), this.#executable ?? this.name, strategy, capture);
    if (!('then' in serialized)) return void (this.#envelope = serialized);
    const made = serialized.then((envelope) => void (this.#envelope = envelope));
    this.#serializing = made.finally(() => (this.#serializing = undefined));
  }
}
