import { joinPartitions } from './partitions/join-partitions.ts';
import { joinParts, type QueueParts } from './queue-parts.ts';
import type { RedisTaskQueueOptions } from './redis-queue-options.ts';
import { shareParts } from './shared-parts.ts';

/** Makes the parts of the queue that the options describe; connects to nothing yet. @throws as `settingsOf` does */
export function partsOf(options: RedisTaskQueueOptions): QueueParts {
  const shared = shareParts(options);
  return shared.settings.partitions === 1 ? joinParts(shared) : joinPartitions(shared);
}
