import type { AnyTask, TaskCatalog, TaskEnvelope } from '@graflow/resolver';
import {
  envelopeToPublish,
  mostPublished,
  publishedTooMany,
  type PublishOptions,
  type SpecBinding,
  type TaskPublishing,
} from '@graflow/taskspec';

/** The tasks that are published in one process: by value, as over Redis, but not signed, because nobody else writes here. */
export class MemoryCatalog implements TaskCatalog, TaskPublishing {
  readonly #binding: SpecBinding;
  readonly #published = new Map<string, TaskEnvelope>();

  /** @param binding - where functions are serialized */
  constructor(binding: SpecBinding) {
    this.#binding = binding;
  }

  async publish(name: string, fn: AnyTask, options: PublishOptions = {}): Promise<void> {
    const envelope = await envelopeToPublish(name, fn, options, this.#binding);
    if (!this.#published.has(name) && this.#published.size >= mostPublished)
      throw publishedTooMany(name, mostPublished);
    this.#published.set(name, envelope);
  }

  async unpublish(name: string): Promise<boolean> {
    return this.#published.delete(name);
  }

  async find(name: string): Promise<TaskEnvelope | undefined> {
    return this.#published.get(name);
  }
}
