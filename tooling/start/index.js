import { randomBytes } from 'node:crypto';
import { startRedis } from './redis.js';
import { runProgram, startWorker } from './processes.js';

/**
 * Does for the `start` script of an example what its README does by hand: a Redis (`REDIS_URL`, else a private one), a
 * key that only its processes know, workers and programs. Ends all of them, the last first, when `steps` has ended.
 *
 * @param {(tools: {
 *   worker: (flags: string[], options?: { cwd?: string }) => Promise<void>,
 *   program: (file: string, ...flags: string[]) => Promise<void>,
 * }) => Promise<void>} steps
 */
export const withRedis = async (steps) => {
  const running = [];
  const stopAll = async () => {
    for (const each of running.splice(0)) await each.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopAll().then(() => process.exit(1)));
  try {
    const redis = await startRedis();
    running.unshift(redis);
    const env = {
      ...withoutSettings(process.env),
      REDIS_URL: redis.url,
      GRAFLOW_KEY: randomBytes(32).toString('base64'),
    };
    await steps({
      worker: async (flags, { cwd } = {}) => void running.unshift(await startWorker(flags, { cwd, env })),
      program: (file, ...flags) => runProgram(file, flags, { env }),
    });
  } finally {
    await stopAll();
  }
};

/** What somebody set for workers of their own must not reach these. */
const withoutSettings = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GRAFLOW_')));
