import type { AnyTask, TaskCatalog, TaskEnvelope } from '@graflow/resolver';
import {
  encodePublished,
  envelopeToPublish,
  joinEnvelope,
  mostPublished,
  openPublished,
  publishedInvalid,
  publishedTooMany,
  type PublishOptions,
  type TaskPublishing,
} from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import type { CodeStore } from '../enqueueing/code-store.ts';
import { catalogKey } from '../keys.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { publishScript, unpublishScript } from '../scripts/publish.ts';

/** The tasks that are published in one queue: signed records under their names, their code beside those of tasks. */
export class RedisCatalog implements TaskCatalog, TaskPublishing {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #settings: RedisQueueSettings;
  readonly #code: CodeStore;

  /** Asks nothing yet. */
  constructor(connection: Connection, tag: string, settings: RedisQueueSettings, code: CodeStore) {
    this.#connection = connection;
    this.#tag = tag;
    this.#settings = settings;
    this.#code = code;
  }

  async publish(name: string, fn: AnyTask, options: PublishOptions = {}): Promise<void> {
    const envelope = await envelopeToPublish(name, fn, options, this.#settings);
    const { bytes, code } = await encodePublished(name, envelope, this.#settings);
    const hashes = [...code.keys()].join(',');
    const args = [mostPublished, name, bytes, hashes, code.size, ...[...code].flat()];
    const isKept = await runScript(this.#connection, publishScript, this.#tag, args);
    if (isKept === 0) throw publishedTooMany(name, mostPublished);
  }

  async unpublish(name: string): Promise<boolean> {
    return (await runScript(this.#connection, unpublishScript, this.#tag, [name])) === 1;
  }

  /** Without a key nobody can know who wrote it, so nothing is looked up. */
  async find(name: string): Promise<TaskEnvelope | undefined> {
    if (this.#settings.keys === undefined) return undefined;
    const record = await this.#connection.work.ask((client) => client.hgetBuffer(catalogKey(this.#tag), name));
    if (record === null) return undefined;
    const envelope = openPublished(name, record, this.#settings);
    const texts = await this.#code.read(envelope.code ?? []);
    try {
      return joinEnvelope(envelope, texts);
    } catch (error) {
      throw publishedInvalid(name, (error as Error).message);
    }
  }
}
