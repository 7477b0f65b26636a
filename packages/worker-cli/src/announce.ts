import type { AcceptancePolicy } from '@graflow/resolver';
import type { LoadedResolverModule } from '@graflow/worker';
import type { Logger } from 'pino';
import type { Io } from './io.ts';
import { maskedUrl } from './masked-url.ts';
import type { RunOptions } from './run-options.ts';
import { safeText } from './safe-text.ts';
import { version } from './version.ts';

/** What a worker says of itself when it starts. */
export interface Introduction {
  readonly options: RunOptions;
  readonly accept: AcceptancePolicy;
  /** Whether it has a key, and so takes signed records only. */
  readonly isSigned: boolean;
  readonly modules: readonly LoadedResolverModule[];
}

/** Tells who works here, on what: a block for people, or one line. */
export function announce(introduction: Introduction, logger: Logger, io: Io): void {
  const { options, accept, isSigned, modules } = introduction;
  if (options.logFormat === 'pretty') {
    if (logger.isLevelEnabled('info')) io.stderr.write(banner(introduction));
    return;
  }
  logger.info(
    {
      event: 'worker-started',
      version,
      node: process.versions.node,
      redis: maskedUrl(options.redisUrl),
      prefix: options.prefix,
      queues: options.queues,
      resolverId: options.resolverId ?? 'default',
      tasks: modules.flatMap(({ taskNames }) => taskNames),
      accept,
      signed: isSigned,
      concurrency: options.concurrency,
      isolation: options.isolation,
    },
    'graflow-worker is ready',
  );
}

const whereOf = ({ isolation }: RunOptions): string => (isolation === 'none' ? '' : `, each in its own ${isolation}`);

function banner({ options, accept, isSigned, modules }: Introduction): string {
  const rows: readonly (readonly [string, string])[] = [
    ['redis', `${maskedUrl(options.redisUrl)} (prefix ${options.prefix})`],
    ['queues', options.queues.join(', ')],
    ['resolver', options.resolverId ?? 'default'],
    ...modules.map(({ specifier, taskNames }) => ['tasks', `${taskNames.join(', ')} (from ${specifier})`] as const),
    ['accepts', `${accept.join(', ')}; signatures ${isSigned ? 'required' : 'not required'}`],
    ['running', `${options.concurrency} at a time${whereOf(options)}; shutdown ${options.shutdownTimeoutMs / 1_000} s`],
  ];
  const lines = rows.map(([label, text]) => `  ${label.padEnd(10)}${safeText(text)}`);
  const title = `  graflow-worker ${version} · node ${process.versions.node} · pid ${process.pid}`;
  const hint = options.once ? '  Ready. Ends when nothing is waiting.' : '  Ready. Ctrl-C stops, Ctrl-C twice aborts.';
  return ['', title, '', ...lines, '', hint, '', ''].join('\n');
}
