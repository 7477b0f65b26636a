import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startRedis } from '@graflow-tooling/redis-server';
import { expect, onTestFinished, test } from 'vitest';

const examples = resolve(import.meta.dirname, '../../examples');
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'package.json')));

/** Runs an example as its reader would, with a Redis of its own, and returns what it prints. */
const run = async (name: string): Promise<string> => {
  const redis = await startRedis({ own: true });
  onTestFinished(() => redis.stop());
  const { stdout } = await promisify(execFile)('pnpm', ['--silent', 'start'], {
    cwd: join(examples, name),
    env: { ...process.env, REDIS_URL: redis.url, NODE_OPTIONS: '', VITEST: '' },
    timeout: 60_000,
  });
  return stdout;
};

test.each(names)('%s prints its expected output', { timeout: 90_000 }, async (name) => {
  await expect(await run(name)).toMatchFileSnapshot(join(examples, name, 'expected-output.txt'));
});
