/** One option: how it is written on the command line, in the environment and in the help. */
export interface OptionSpec {
  readonly alias?: string;
  readonly group: 'Queue:' | 'Tasks:' | 'Security:' | 'Running:' | 'Output:';
  readonly describe: string;
  /** The variables that set it, the first that is set wins; none where only the command line can. */
  readonly env: readonly string[];
  /** May be repeated, and takes lists with commas. */
  readonly isList?: boolean;
  /** Takes no value. */
  readonly isFlag?: boolean;
  /** What the help shows. */
  readonly defaultText?: string;
}

/** Every option of `graflow-worker run`. */
export const optionTable = {
  queue: {
    alias: 'q',
    group: 'Queue:',
    describe: 'Queue to take tasks from; repeat or use commas, the most urgent first',
    env: ['GRAFLOW_QUEUES'],
    isList: true,
    defaultText: 'default',
  },
  'redis-url': {
    alias: 'u',
    group: 'Queue:',
    describe:
      'Where Redis is: redis:// or, with TLS, rediss://; redis+cluster://one,two or redis+sentinel://one,two/name',
    env: ['GRAFLOW_REDIS_URL', 'REDIS_URL'],
    defaultText: 'redis://127.0.0.1:6379/0',
  },
  prefix: {
    group: 'Queue:',
    describe: 'What all keys in Redis begin with',
    env: ['GRAFLOW_PREFIX', 'REDIS_KEY_PREFIX'],
    defaultText: 'graflow',
  },
  partitions: {
    group: 'Queue:',
    describe: 'In how many partitions the queues lie; the same as their producers say',
    env: ['GRAFLOW_PARTITIONS'],
    defaultText: '1',
  },
  'resolver-module': {
    alias: 'm',
    group: 'Tasks:',
    describe: 'Module that exports tasks: a path, a file: URL or a package name; repeatable',
    env: ['GRAFLOW_RESOLVER_MODULES'],
    isList: true,
  },
  'resolver-id': {
    group: 'Tasks:',
    describe: 'Resolver that learns the tasks of these modules',
    env: ['GRAFLOW_RESOLVER_ID'],
    defaultText: 'default',
  },
  accept: {
    group: 'Security:',
    describe: 'Strategies this worker runs: reference, pickle, source',
    env: ['GRAFLOW_ACCEPT'],
    isList: true,
    defaultText: 'reference; with a key all three',
  },
  concurrency: {
    alias: 'c',
    group: 'Running:',
    describe: 'Tasks that run at the same time',
    env: ['GRAFLOW_CONCURRENCY', 'MAX_CONCURRENT_TASKS'],
    defaultText: '10',
  },
  isolation: {
    alias: 'i',
    group: 'Running:',
    describe: 'Where tasks run: none (this process), thread or process, one each',
    env: ['GRAFLOW_ISOLATION'],
    defaultText: 'none',
  },
  once: { group: 'Running:', describe: 'Run what is waiting, then exit', env: [], isFlag: true },
  'shutdown-timeout': {
    group: 'Running:',
    describe: 'How long running tasks may finish after the first signal',
    env: ['GRAFLOW_SHUTDOWN_TIMEOUT'],
    defaultText: '25s',
  },
  'log-level': {
    alias: 'l',
    group: 'Output:',
    describe: 'The least level: trace, debug, info, warn, error, fatal, silent',
    env: ['GRAFLOW_LOG_LEVEL', 'LOG_LEVEL'],
    defaultText: 'info',
  },
  'log-format': {
    group: 'Output:',
    describe: 'pretty, json, or auto: pretty on a terminal',
    env: ['GRAFLOW_LOG_FORMAT'],
    defaultText: 'auto',
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** The long name of an option. */
export type OptionName = keyof typeof optionTable;
