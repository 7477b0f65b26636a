/** What can go wrong between a queue and its Redis; each code has a page in `docs/errors`. */
export type QueueRedisErrorCode =
  | 'GRAFLOW_REDIS_UNREACHABLE'
  | 'GRAFLOW_REDIS_AUTH'
  | 'GRAFLOW_REDIS_REFUSED'
  | 'GRAFLOW_REDIS_CLIENT_FAILED'
  | 'GRAFLOW_REDIS_TOO_OLD'
  | 'GRAFLOW_REDIS_OPTION_INVALID'
  | 'GRAFLOW_REDIS_PARTITIONS_DIFFER';

/** An error of the connection to Redis, or of Redis itself; recognise it by `code`. */
export class QueueRedisError extends Error {
  /** The name of this class. */
  override readonly name = 'QueueRedisError';
  /** The stable name of what happened. */
  readonly code: QueueRedisErrorCode;
  /** The values the message was built from; never a password. */
  readonly details: Readonly<Record<string, unknown>>;

  /** Keeps the code and the details beside the message. */
  constructor(code: QueueRedisErrorCode, message: string, details: Readonly<Record<string, unknown>>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** What Redis says where it was reached and would take the same command later: nothing of it was done. */
const forNow = /^(BUSY|LOADING|MISCONF|READONLY)\b/;

/** Whether an error may be over soon, so that what must be done is worth another try. */
export const mayPass = (error: Error): boolean =>
  error instanceof QueueRedisError &&
  (error.code === 'GRAFLOW_REDIS_UNREACHABLE' ||
    (error.code === 'GRAFLOW_REDIS_REFUSED' && forNow.test(String(error.details['why']))));

export const unreachable = (address: string, why: string, cause?: unknown): QueueRedisError =>
  new QueueRedisError(
    'GRAFLOW_REDIS_UNREACHABLE',
    `Cannot reach Redis at ${address}: ${why}. Check that Redis runs there (redis-cli ping), that the port ` +
      `is open, and whether it wants TLS (rediss://).`,
    { address, why },
    cause,
  );

export const notAuthenticated = (address: string, why: string, cause?: unknown): QueueRedisError =>
  new QueueRedisError(
    'GRAFLOW_REDIS_AUTH',
    `Redis at ${address} does not know this user: ${why}. Check the user name and the password.`,
    { address, why },
    cause,
  );

export const refusedByRedis = (address: string, why: string, cause?: unknown): QueueRedisError =>
  new QueueRedisError(
    'GRAFLOW_REDIS_REFUSED',
    `Redis at ${address} refused a command: ${why}. OOM: raise maxmemory; READONLY: connect to the primary; NOPERM: ` +
      `give the user the rights named in the README.`,
    { address, why },
    cause,
  );

export const clientFailed = (address: string, why: string, cause?: unknown): QueueRedisError =>
  new QueueRedisError(
    'GRAFLOW_REDIS_CLIENT_FAILED',
    `The client of Redis at ${address} failed by itself: ${why}. It would again, so nothing was sent a second time. Check ` +
      `the options of the connection and the version of ioredis; see the cause.`,
    { address, why },
    cause,
  );

export const tooOld = (address: string, version: string): QueueRedisError =>
  new QueueRedisError('GRAFLOW_REDIS_TOO_OLD', `Redis at ${address} is ${version}. Graflow needs 7.0 or newer.`, {
    address,
    version,
  });

export const redisOptionInvalid = (option: string, why: string): QueueRedisError =>
  new QueueRedisError('GRAFLOW_REDIS_OPTION_INVALID', `The option ${option} of RedisTaskQueue ${why}.`, { option });

export const partitionsDiffer = (queue: string, partitions: number, stored: number): QueueRedisError =>
  new QueueRedisError(
    'GRAFLOW_REDIS_PARTITIONS_DIFFER',
    `The queue "${queue}" lies in ${stored} partition${stored === 1 ? '' : 's'}, and was opened with ${partitions}. Give the option ` +
      `partitions: ${stored}, as all others who open it, or open a queue of another name.`,
    { queue, partitions, stored },
  );
