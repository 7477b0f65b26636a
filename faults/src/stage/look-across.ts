import { Cluster, Redis } from 'ioredis';
import type { Place } from './ground.ts';
import { readContainers } from './read-containers.ts';
import { tagOf } from './tag-of.ts';

/** A look into all partitions of the queue of a stage, past the queue, on whichever servers they are. */
export interface LookAcross extends AsyncDisposable {
  /** Which ids are where. */
  containers(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** How much of what partitions have for each other nobody has carried over. */
  onItsWay(): Promise<number>;
}

/** A cluster that has just lost a master is asked again every tenth of a second. */
const mostTries = 200;

/** Opens a look into all partitions. */
export function lookAcross({ url, connection, cluster, partitions = 1 }: Place): LookAcross {
  const tags = Array.from({ length: partitions }, (_, partition) => tagOf(partition));
  const options = { ...connection, replyMapping: 'legacy' } as const;
  const client = cluster
    ? new Cluster([...cluster], { redisOptions: options, maxRedirections: mostTries })
    : url
      ? new Redis(url)
      : new Redis(options);
  return {
    containers: async () => joined(await Promise.all(tags.map((tag) => readContainers(client, tag)))),
    onItsWay: async () => {
      const lengths = await Promise.all(tags.map((tag) => client.xlen(`${tag}:ob`)));
      return lengths.reduce((sum, length) => sum + length, 0);
    },
    [Symbol.asyncDispose]: async () => client.disconnect(),
  };
}

type Containers = Readonly<Record<string, readonly string[]>>;

const joined = (parts: readonly Containers[]): Containers =>
  Object.fromEntries(Object.keys(parts[0] ?? {}).map((place) => [place, parts.flatMap((part) => part[place] ?? [])]));
