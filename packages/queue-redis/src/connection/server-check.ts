/** What a server says of itself that a queue should know before it is relied on. */
export interface ServerConcern {
  /** The stable name of what was found; each has a page in `docs/errors`. */
  readonly code: 'GRAFLOW_REDIS_EVICTS' | 'GRAFLOW_REDIS_NOT_DURABLE';
  /** What was found, and what to do. */
  readonly message: string;
}

/** The version of a server, from what `INFO` says; `0` where it says nothing. */
export const versionIn = (info: string): string => valueIn(info, 'redis_version') ?? '0';

/** Finds settings with which tasks can be lost, in what `INFO` says. Pure. */
export function concernsIn(info: string, address: string): readonly ServerConcern[] {
  const policy = valueIn(info, 'maxmemory_policy') ?? 'noeviction';
  const concerns: ServerConcern[] = [];
  if (policy !== 'noeviction' && valueIn(info, 'maxmemory') !== '0')
    concerns.push({
      code: 'GRAFLOW_REDIS_EVICTS',
      message:
        `Redis at ${address} throws keys away when its memory is full (maxmemory-policy ${policy}), and a task may be ` +
        `among them. Set maxmemory-policy noeviction.`,
    });
  if (valueIn(info, 'aof_enabled') === '0')
    concerns.push({
      code: 'GRAFLOW_REDIS_NOT_DURABLE',
      message:
        `Redis at ${address} keeps no log of writes (appendonly no): when it crashes, all tasks since its last snapshot ` +
        `are gone. Set appendonly yes.`,
    });
  return concerns;
}

const valueIn = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
