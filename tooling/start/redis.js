import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineOf, stop } from './processes.js';

/** Gives the Redis of `REDIS_URL`, which is left alone, or a private one on a free port that keeps nothing. */
export const startRedis = async () => {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => {} };
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'graflow-example-'));
  const flags = ['--port', port, '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags.map(String));
  await lineOf(server, 'redis-server', (line) => line.includes('Ready to accept connections'));
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await stop(server);
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};
