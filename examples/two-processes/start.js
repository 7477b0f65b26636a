import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withRedis } from '@graflow-tooling/start';

// The workers live in a folder that holds worker/tasks.mjs and nothing else: no file of the producer, no node_modules.
const elsewhere = await mkdtemp(join(tmpdir(), 'graflow-workers-'));
await cp('worker', elsewhere, { recursive: true });

try {
  await withRedis(async ({ worker, program }) => {
    const flags = ['--resolver-module', './tasks.mjs', '--concurrency', '1'];
    await worker(flags, { cwd: elsewhere });
    await worker(flags, { cwd: elsewhere });
    await program('producer/main.js');
  });
} finally {
  await rm(elsewhere, { recursive: true });
}
