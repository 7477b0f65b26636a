import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificate } from './certificate.ts';
import { freePort } from './free-port.ts';
import { AddressInUseError, spawnServer } from './spawn-server.ts';
import type { AccessOptions, RedisServer, ServerAccess, StartRedisOptions } from './redis-server.ts';

/** A process of `redis-server` that is not started yet: the folder it works in, and its arguments on a port. */
export interface ServerPlan extends AccessOptions, Pick<StartRedisOptions, 'under'> {
  /** The arguments besides port, address and TLS. */
  readonly argsOn: (port: number, directory: string) => Promise<readonly string[]>;
}

/** Starts a `redis-server` that belongs to the caller. */
export const openPrivateServer = ({ appendOnly = false, args = [], ...access }: StartRedisOptions) =>
  openPlannedServer({
    ...access,
    argsOn: async () => [...persistence(appendOnly), ...passwords(access), ...args],
  });

/** Starts what is planned on a free port. */
export const openPlannedServer = async (plan: ServerPlan): Promise<RedisServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'graflow-redis-'));
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
  const startOn = async (port: number) =>
    spawnServer(
      directory,
      [
        ...(await plan.argsOn(port, directory)),
        ...(await listening(port, directory, plan)),
        '--bind',
        '127.0.0.1',
        '--dir',
        directory,
        '--daemonize',
        'no',
      ],
      plan.under,
    );
  const { port, server: first } = await startOnFreePort(startOn).catch(async (error: unknown) => {
    await removeDirectory();
    throw error;
  });
  let server = first;

  const stop = async () => {
    await server.end('SIGTERM');
    await removeDirectory();
  };
  return {
    url: urlOf(port, plan),
    port,
    connection: { host: '127.0.0.1', port, ...(await accessTo(plan)) },
    stop,
    kill: () => server.end('SIGKILL'),
    restart: async () => {
      await server.end('SIGTERM');
      server = await startOn(port);
    },
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    [Symbol.asyncDispose]: stop,
  };
};

/** What a client needs besides host and port. */
export const accessTo = async ({ tls, password }: AccessOptions): Promise<ServerAccess> => ({
  ...(password === undefined ? {} : { password }),
  ...(tls ? { tls: { ca: (await certificate()).ca } } : {}),
});

const urlOf = (port: number, { tls, password }: AccessOptions): string =>
  `${tls ? 'rediss' : 'redis'}://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;

const listening = async (port: number, directory: string, { tls }: AccessOptions): Promise<readonly string[]> => {
  if (!tls) return ['--port', `${port}`];
  const file = join(directory, 'tls.pem');
  await writeFile(file, (await certificate()).pem, { mode: 0o600 });
  const files = ['--tls-cert-file', file, '--tls-key-file', file, '--tls-ca-cert-file', file];
  const everywhere = ['--tls-auth-clients', 'no', '--tls-replication', 'yes', '--tls-cluster', 'yes'];
  return ['--port', '0', '--tls-port', `${port}`, ...files, ...everywhere];
};

const passwords = ({ password }: AccessOptions): readonly string[] =>
  password === undefined ? [] : ['--requirepass', password, '--masterauth', password];

const persistence = (appendOnly: boolean): readonly string[] => [
  '--save',
  '',
  '--appendonly',
  appendOnly ? 'yes' : 'no',
  '--appendfsync',
  'always',
  // A replica need not wait for others that might attach with it.
  '--repl-diskless-sync-delay',
  '0',
];

/** Another process may take a port between the look and the start; then the next port is tried. */
const startOnFreePort = async <Server>(startOn: (port: number) => Promise<Server>, attempts = 5) => {
  const port = await freePort();
  try {
    return { port, server: await startOn(port) };
  } catch (error) {
    if (!(error instanceof AddressInUseError) || attempts <= 1) throw error;
    return startOnFreePort(startOn, attempts - 1);
  }
};
