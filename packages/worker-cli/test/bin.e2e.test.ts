import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startRedis } from '@graflow-tooling/redis-server';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskSpec } from '@graflow/taskspec';
import { expect, onTestFinished, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/graflow-worker.js', import.meta.url));

/** A worker process, as users start it. */
const startBin = (argv: readonly string[]) => {
  const { REDIS_URL: _notThisOne, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...argv], { cwd: import.meta.dirname, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(() => child.exitCode);
  return { child, exited, output: () => output };
};

const setup = async (redisArgs: readonly string[] = []) => {
  const redis = await startRedis({ own: true, args: redisArgs });
  onTestFinished(() => redis.stop());
  const queue = new RedisTaskQueue({ connection: { host: '127.0.0.1', port: redis.port, ...passwordIn(redisArgs) } });
  onTestFinished(() => queue.close());
  return { redis, queue };
};

const passwordIn = ([option, password]: readonly string[]) =>
  option === '--requirepass' && password ? { password } : {};

const until = (worker: { readonly output: () => string; readonly child: ChildProcess }, text: string) =>
  expect.poll(worker.output, { timeout: 20_000 }).toContain(text);

test('settles the task in flight when it gets SIGTERM, and ends with 0', { timeout: 60_000 }, async () => {
  const { redis, queue } = await setup();
  const worker = startBin(['-m', './fixtures/tasks', '-u', redis.url, '-l', 'debug']);
  const handle = await queue.enqueue(new TaskSpec({ name: 'slow', args: [500] }));
  await until(worker, 'task-claimed');
  worker.child.kill('SIGTERM');
  expect(await worker.exited).toBe(0);
  expect(await handle.result({ timeoutMs: 1_000 })).toBe('slow and done');
  expect(worker.output()).toContain('worker-draining');
});

test('runs TypeScript on every Node, and finds its task and its context', { timeout: 60_000 }, async () => {
  const { redis, queue } = await setup();
  const handle = await queue.enqueue(new TaskSpec({ name: 'mail.greet', args: ['Ada'] }));
  const worker = startBin(['--resolver-module', './fixtures/typescript-tasks', '--redis-url', redis.url, '--once']);
  expect({ exitCode: await worker.exited, output: worker.output() }).toMatchObject({ exitCode: 0 });
  expect(await handle.result({ timeoutMs: 1_000 })).toBe('Good morning, Ada');
  expect(worker.output()).toContain('"event":"task-log"');
  expect(worker.output()).not.toMatch(/ExperimentalWarning|DeprecationWarning/);
});

test.each(['thread', 'process'])('runs TypeScript in a %s of its own', { timeout: 60_000 }, async (kind) => {
  const { redis, queue } = await setup();
  const handle = await queue.enqueue(new TaskSpec({ name: 'mail.greet', args: ['Ada'] }));
  const worker = startBin(['-m', './fixtures/typescript-tasks', '-u', redis.url, '--once', '--isolation', kind]);
  expect({ exitCode: await worker.exited, output: worker.output() }).toMatchObject({ exitCode: 0 });
  expect(await handle.result({ timeoutMs: 1_000 })).toBe('Good morning, Ada');
  expect(worker.output()).toContain('"event":"task-log"');
});

test('outlives a task that leaves a rejected promise behind', { timeout: 60_000 }, async () => {
  const { redis, queue } = await setup();
  const careless = await queue.enqueue(new TaskSpec({ name: 'careless' }));
  const slow = await queue.enqueue(new TaskSpec({ name: 'slow', args: [100] }));
  const worker = startBin(['-m', './fixtures/tasks', '-u', redis.url, '--once']);
  expect(await worker.exited).toBe(0);
  expect(await careless.result({ timeoutMs: 1_000 })).toBe('done');
  expect(await slow.result({ timeoutMs: 1_000 })).toBe('slow and done');
  expect(worker.output()).toContain('"event":"unhandled-rejection"');
});

test('never prints the password', { timeout: 60_000 }, async () => {
  const { redis, queue } = await setup(['--requirepass', 'hunter2']);
  const address = `127.0.0.1:${redis.port}`;
  await queue.enqueue(new TaskSpec({ name: 'add', args: [1, 2] }));
  const good = startBin(['-m', './fixtures/tasks', '-u', `redis://:hunter2@${address}`, '--once', '-l', 'trace']);
  expect(await good.exited).toBe(0);
  const refused = startBin(['-m', './fixtures/tasks', '-u', `redis://somebody:hunter2@${address}`, '-l', 'trace']);
  expect(await refused.exited).toBe(77);
  const unreadable = startBin(['-m', './fixtures/tasks', '-u', `:hunter2@${address}`, '--log-format', 'pretty']);
  expect(await unreadable.exited).toBe(64);
  for (const { output } of [good, refused, unreadable]) expect(output()).not.toContain('hunter2');
});

test('ends with the code of the error', { timeout: 60_000 }, async () => {
  const worker = startBin(['-m', './exmaples', '--log-format', 'pretty']);
  expect(await worker.exited).toBe(66);
  expect(worker.output()).toContain('✖ No module was found for --resolver-module ./exmaples.');
});
