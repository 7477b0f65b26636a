import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { AddressInUseError, spawnServer } from './spawn-server.ts';
import type { RedisServer, StartRedisOptions } from './redis-server.ts';

/** Starts a `redis-server` that belongs to the caller. */
export const openPrivateServer = async (options: StartRedisOptions): Promise<RedisServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'graflow-redis-'));
  const startOn = (port: number) => spawnServer({ port, directory, settings: settingsOf(options) });
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
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
    url: `redis://127.0.0.1:${port}`,
    port,
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

const settingsOf = ({ appendOnly = false, args = [] }: StartRedisOptions): readonly string[] => [
  '--save',
  '',
  '--appendonly',
  appendOnly ? 'yes' : 'no',
  '--appendfsync',
  'always',
  ...args,
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
