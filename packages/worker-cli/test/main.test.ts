import { randomUUID } from 'node:crypto';
import { startRedis } from '@graflow-tooling/redis-server';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { keyRingFrom } from '@graflow/resolver';
import { type RecordRefused, recordRefused, TaskSpec } from '@graflow/taskspec';
import { main } from '@graflow/worker-cli';
import { expect, onTestFinished, test } from 'vitest';
import { type MemoryIo, memoryIo } from './memory-io.ts';

const setup = async (queueOptions: { readonly queue?: string; readonly key?: string } = {}) => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const prefix = randomUUID();
  const keys = queueOptions.key === undefined ? {} : { keys: keyRingFrom(queueOptions.key) };
  const queue = new RedisTaskQueue({ url: redis.url, prefix, queue: queueOptions.queue ?? 'default', ...keys });
  onTestFinished(() => queue.close());
  const argv = ['-m', './fixtures/tasks', '-u', redis.url, '--prefix', prefix];
  const enqueue = (name: string, ...args: unknown[]) =>
    queue.enqueue(new TaskSpec({ name, args, retry: { maxAttempts: 1 } }));
  return { redis, prefix, queue, argv, enqueue };
};

const until = (io: MemoryIo, text: string) => expect.poll(() => io.output.stderr, { timeout: 10_000 }).toContain(text);

const linesOf = (stderr: string) =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('runs with --once what is waiting, and ends with 0', async () => {
  const { argv, enqueue } = await setup();
  const handles = [await enqueue('add', 1, 2), await enqueue('add', 3, 4)];
  const io = memoryIo([...argv, '--once']);
  expect(await main(io)).toBe(0);
  expect(await Promise.all(handles.map((handle) => handle.result()))).toEqual([3, 7]);
  expect(io.output.stdout).toBe('');
  expect(io.output.stderr).toMatch(/tasks {5}add, careless, fail, hang, slow \(from \.\/fixtures\/tasks\)/);
  expect(io.output.stderr).toMatch(/\d\d:\d\d:\d\d\.\d{3} done {4}add in \d+ ms {2}[\w-]{22}\n/);
  expect(io.output.stderr).toMatch(/bye {5}up \d+ s · done 2 · failed 0 · returned 0\n$/);
});

test.each(['thread', 'process'])('runs tasks in a %s of their own with --isolation', async (kind) => {
  const { argv, enqueue } = await setup();
  const added = await enqueue('add', 1, 2);
  const io = memoryIo([...argv, '--isolation', kind, '--once']);
  expect(await main(io)).toBe(0);
  expect(await added.result()).toBe(3);
  expect(io.output.stderr).toMatch(/tasks {5}add, careless, fail, hang, slow \(from \.\/fixtures\/tasks\)/);
  expect(io.output.stderr).toContain(`10 at a time, each in its own ${kind}`);
});

test.each(['thread', 'process'])('explains a module that a %s cannot load as it explains others', async (kind) => {
  const { argv } = await setup();
  const io = memoryIo([...argv, '-m', './fixtures/takss', '--isolation', kind]);
  expect(await main(io)).toBe(66);
  expect(io.output.stderr).toContain('No module was found for --resolver-module ./fixtures/takss.');
});

test('writes one JSON object a line where nobody watches, without arguments or results', async () => {
  const { argv, enqueue } = await setup();
  const { taskId } = await enqueue('add', 'sensitive ', 'argument');
  const io = memoryIo([...argv, '--once'], { isTTY: false });
  expect(await main(io)).toBe(0);
  const lines = linesOf(io.output.stderr);
  expect(lines.map(({ event }) => event)).toEqual(['worker-started', 'task-succeeded', 'worker-stopped']);
  expect(lines[1]).toMatchObject({
    level: 30,
    taskId,
    task: 'add',
    attempt: 1,
    queue: 'default',
    msg: expect.stringMatching(/^add in \d+ ms$/),
  });
  expect(io.output.stderr).not.toContain('sensitive');
});

test('logs a task that failed for good, and ends with 0 all the same', async () => {
  const { argv, enqueue } = await setup();
  await enqueue('fail', 'no such image');
  const io = memoryIo([...argv, '--once'], { isTTY: false });
  expect(await main(io)).toBe(0);
  expect(linesOf(io.output.stderr)[1]).toMatchObject({
    level: 50,
    event: 'task-buried',
    code: 'GRAFLOW_TASK_FAILED',
    msg: expect.stringContaining('Error: no such image'),
  });
});

test('lets nobody forge a line on the terminal', async () => {
  const { argv, enqueue } = await setup();
  await enqueue('fail', 'x\n12:00:00.000 done \u001b[32madd');
  const io = memoryIo([...argv, '--once'], { env: { NO_COLOR: '1' } });
  await main(io);
  expect(io.output.stderr).toContain('x\\u000a12:00:00.000 done \\u001b[32madd');
});

test('gives back a task that it does not know, and says so', async () => {
  const { argv, enqueue } = await setup();
  await enqueue('ad');
  const io = memoryIo([...argv, '--once'], { isTTY: false });
  expect(await main(io)).toBe(0);
  expect(linesOf(io.output.stderr)[1]).toMatchObject({
    level: 40,
    event: 'task-released',
    cause: 'refused',
    msg: expect.stringContaining('Did you mean "add"?'),
  });
});

test('warns once of a record that its queue refused by itself', async () => {
  const { argv, enqueue } = await setup();
  const { taskId } = await enqueue('add', 1, 2);
  const io = memoryIo([...argv, '--once'], { env: { GRAFLOW_KEY: 'k'.repeat(40) }, isTTY: false });
  expect(await main(io)).toBe(0);
  const refusals = linesOf(io.output.stderr).filter(({ event }) => event === 'record-refused');
  expect(refusals).toMatchObject([
    {
      level: 40,
      code: 'GRAFLOW_SIGNATURE_INVALID',
      queue: 'default',
      taskId,
      msg: expect.stringContaining('The record is not signed, and this worker has a key.'),
    },
  ]);
});

test('warns people of it in one line, in which nobody can forge another', async () => {
  const { argv } = await setup();
  const hostile = 'x\n12:00:00.000 done \u001b[32madd';
  const io = memoryIo(argv, { env: { NO_COLOR: '1' } });
  const ended = main(io);
  await until(io, 'Ready.');
  recordRefused.publish({
    queue: hostile,
    taskId: hostile,
    verdict: 'not-mine',
    reason: { code: 'GRAFLOW_TASK_UNROUTABLE', failure: { name: 'Refusal', message: hostile } },
  } satisfies RecordRefused);
  io.signals.emit('SIGTERM');
  expect(await ended).toBe(0);
  const shown = String.raw`x\u000a12:00:00.000 done \u001b[32madd`;
  expect(io.output.stderr).toContain(
    ` refused a record of queue ${shown} goes back to the queue (GRAFLOW_TASK_UNROUTABLE): ${shown}  ${shown}\n`,
  );
});

test('hears of refusals only while it runs', async () => {
  const { argv } = await setup();
  expect(await main(memoryIo([...argv, '--once']))).toBe(0);
  expect(recordRefused.hasSubscribers).toBe(false);
});

test('serves several queues', async () => {
  const { argv, enqueue } = await setup({ queue: 'mail' });
  const handle = await enqueue('add', 1, 2);
  expect(await main(memoryIo([...argv, '-q', 'urgent,mail', '--once']))).toBe(0);
  expect(await handle.result()).toBe(3);
});

test('runs tasks by value and by source with a key on both sides', async () => {
  const key = 'k'.repeat(40);
  const { argv, queue } = await setup({ key });
  const factor = 7;
  const byValue = await queue.enqueue((n: number) => n * factor, [6], { strategy: 'pickle' });
  const bySource = await queue.enqueue((n: number) => n + 1, [41], { strategy: 'source' });
  expect(await main(memoryIo([...argv, '--once'], { env: { GRAFLOW_KEY: key } }))).toBe(0);
  expect(await Promise.all([byValue.result(), bySource.result()])).toEqual([42, 42]);
});

test('prefers the command line to the environment, and our variable to the common one', async () => {
  const { redis, prefix, enqueue } = await setup();
  const handle = await enqueue('add', 1, 2);
  const env = {
    REDIS_URL: 'redis://127.0.0.1:1',
    GRAFLOW_REDIS_URL: redis.url,
    GRAFLOW_PREFIX: 'another-prefix',
    GRAFLOW_RESOLVER_MODULES: './fixtures/tasks',
    GRAFLOW_CONCURRENCY: '3',
    // What Kubernetes sets for a service named graflow.
    GRAFLOW_PORT: 'tcp://10.0.0.1:6379',
  };
  const io = memoryIo(['--once', '--prefix', prefix, '-c', '4'], { env, isTTY: false });
  expect(await main(io)).toBe(0);
  expect(linesOf(io.output.stderr)[0]).toMatchObject({ event: 'worker-started', prefix, concurrency: 4 });
  expect(await handle.result()).toBe(3);
});

test('warns of a variable that is almost ours', async () => {
  const { argv } = await setup();
  const io = memoryIo([...argv, '--once'], { env: { GRAFLOW_CONCURENCY: '3' } });
  expect(await main(io)).toBe(0);
  expect(io.output.stderr).toContain('GRAFLOW_CONCURENCY means nothing here; did you mean GRAFLOW_CONCURRENCY?');
});

test('goes on when a task leaves a rejected promise behind', async () => {
  const { argv, enqueue } = await setup();
  const io = memoryIo([...argv, '-l', 'debug'], { isTTY: false });
  const ended = main(io);
  await until(io, 'worker-started');
  io.signals.emit('unhandledRejection', new Error('forgotten'));
  expect(await (await enqueue('add', 1, 2)).result()).toBe(3);
  io.signals.emit('SIGTERM');
  expect(await ended).toBe(0);
  expect(io.output.stderr).toContain('a task left a rejected promise that nobody handles: forgotten.');
});

test('aborts running tasks at the second signal, and gives them back', async () => {
  const { argv, enqueue, queue } = await setup();
  const { taskId } = await enqueue('hang');
  const io = memoryIo([...argv, '-l', 'debug'], { isTTY: false });
  const ended = main(io);
  await until(io, 'task-claimed');
  io.signals.emit('SIGINT');
  await until(io, 'worker-draining');
  io.signals.emit('SIGINT');
  expect(await ended).toBe(0);
  expect(io.output.stderr).toContain('worker-aborting');
  expect(io.signals.eventNames()).toEqual([]);
  expect(await queue.dequeue({ waitMs: 2_000 })).toMatchObject({ taskId, attempt: 1 });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('ends at once at the third %s, with %i', async (signal, exitCode) => {
  const { argv, enqueue } = await setup();
  await enqueue('hang');
  const io = memoryIo([...argv, '-l', 'debug'], { isTTY: false });
  const ended = main(io);
  await until(io, 'task-claimed');
  for (let count = 0; count < 3; count += 1) io.signals.emit(signal);
  expect(await ended).toBe(exitCode);
});
