import { type AcceptancePolicy, parseAccept } from '@graflow/resolver';
import { checkPrefix, checkQueueName } from '@graflow/taskspec';
import { badValue } from './errors.ts';
import { automaticFormat, type LogFormat, logFormatFrom, type LogLevel, logLevels } from './log-format.ts';
import type { Io } from './io.ts';
import { type GivenValue, OptionValues } from './option-values.ts';

/** What `graflow-worker run` was told, understood and complete. */
export interface RunOptions {
  readonly resolverModules: readonly string[];
  readonly resolverId: string | undefined;
  readonly redisUrl: string;
  readonly queues: readonly string[];
  readonly prefix: string;
  readonly partitions: number;
  readonly accept: AcceptancePolicy | undefined;
  readonly concurrency: number;
  readonly isolation: 'none' | 'thread' | 'process';
  readonly once: boolean;
  readonly shutdownTimeoutMs: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

/**
 * Reads the options: command line, else environment, else default.
 *
 * @throws CliError `GRAFLOW_USAGE`, and what the packages below say of names and strategies.
 */
export function runOptionsFrom(flags: Readonly<Record<string, unknown>>, io: Io): RunOptions {
  const values = new OptionValues(flags, io.env);
  const accept = values.list('accept');
  return {
    resolverModules: values.list('resolver-module') ?? [],
    resolverId: values.read('resolver-id', ({ text }) => text),
    redisUrl: values.read('redis-url', redisUrl) ?? 'redis://127.0.0.1:6379/0',
    queues: (values.list('queue') ?? ['default']).map(checkQueueName),
    prefix: values.read('prefix', ({ text }) => checkPrefix(text)) ?? 'graflow',
    partitions: values.read('partitions', partitions) ?? 1,
    accept: accept && parseAccept(accept),
    concurrency: values.read('concurrency', concurrency) ?? 10,
    isolation: values.read('isolation', isolation) ?? 'none',
    once: values.flag('once'),
    shutdownTimeoutMs: values.read('shutdown-timeout', duration) ?? 25_000,
    logLevel: values.read('log-level', logLevel) ?? 'info',
    logFormat: values.read('log-format', (given) => logFormatFrom(given, io)) ?? automaticFormat(io),
  };
}

/** The value is never shown: a password may stand in it. */
function redisUrl({ text, from }: GivenValue): string {
  const isOfSeveral = /^rediss?\+(cluster|sentinel):\/\/./.test(text);
  if (isOfSeveral || (URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol))) return text;
  throw badValue(
    from,
    undefined,
    'a URL like redis://host:6379/0 or rediss://host:6379/0, redis+cluster://one:6379,two:6379 or redis+sentinel://one:26379,two:26379/name',
  );
}

function concurrency({ text, from }: GivenValue): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 10_000) return value;
  throw badValue(from, text, 'a whole number from 1 to 10000');
}

function partitions({ text, from }: GivenValue): number {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 64) return value;
  throw badValue(from, text, 'a whole number from 1 to 64');
}

function isolation({ text, from }: GivenValue): RunOptions['isolation'] {
  if (text === 'none' || text === 'thread' || text === 'process') return text;
  throw badValue(from, text, 'none, thread or process');
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function duration({ text, from }: GivenValue): number {
  const [, amount, unit] = /^(\d{1,7})(ms|s|m|h)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) throw badValue(from, text, 'a time like 500ms, 25s or 5m');
  return Number(amount) * (unitMs[unit] as number);
}

function logLevel({ text, from }: GivenValue): LogLevel {
  const name = text.toLowerCase().replace(/^warning$/, 'warn');
  const level = logLevels.find((candidate) => candidate === name);
  if (level === undefined) throw badValue(from, text, `one of ${logLevels.join(', ')}`);
  return level;
}
