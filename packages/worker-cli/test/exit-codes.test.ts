import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '@graflow-tooling/redis-server';
import { main } from '@graflow/worker-cli';
import { expect, onTestFinished, test } from 'vitest';
import { memoryIo } from './memory-io.ts';

const run = async (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const io = memoryIo(argv, { env });
  return { exitCode: await main(io), ...io.output };
};

const tasks = ['-m', './fixtures/tasks'];
const key = { GRAFLOW_KEY: 'k'.repeat(40) };

test.each([
  [['--concurency', '3'], 'Unknown option --concurency.', 'did you mean --concurrency?'],
  [['doctr'], 'Unknown argument doctr.', 'run graflow-worker --help'],
  [['--constructor', '1'], 'Unknown option --constructor.', 'run graflow-worker --help'],
  [['--concurrency', 'abc', ...tasks], '--concurrency must be a whole number from 1 to 10000, got "abc".', ''],
  [['--concurrency', '0', ...tasks], '--concurrency must be a whole number', 'got "0"'],
  [['-c', '2', '--concurrency=3', ...tasks], '--concurrency was given twice.', 'give it once'],
  [['--concurrency'], 'Not enough arguments following: concurrency', ''],
  [['--partitions', '65', ...tasks], '--partitions must be a whole number from 1 to 64', ''],
  [['--prefix', '', ...tasks], '--prefix must be followed by a value.', ''],
  [['--queue', 'a b', ...tasks], 'queue must be a name like "mail"', ''],
  [['--shutdown-timeout', '25', ...tasks], '--shutdown-timeout must be a time like 500ms, 25s or 5m, got "25".', ''],
  [['--log-level', 'loud', ...tasks], '--log-level must be one of trace, debug,', ''],
  [['--log-format', 'xml', ...tasks], '--log-format must be auto, pretty or json, got "xml".', ''],
  [['--accept', 'pickel', ...tasks], '"pickel" is not a strategy.', 'correct --accept'],
  [['--redis-url', 'localhost', ...tasks], '--redis-url must be a URL like redis://host:6379/0', ''],
  [[], 'No --resolver-module was given', 'give the modules that export the tasks'],
])('ends with 64 for %o', async (argv, what, fix) => {
  const { exitCode, stderr, stdout } = await run(argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
  expect(stderr).toContain(what);
  expect(stderr).toContain(fix);
  expect(stderr.trimEnd()).toMatch(/exit 64$/);
});

test('names the variable that a bad value came from', async () => {
  const { exitCode, stderr } = await run(tasks, { GRAFLOW_CONCURRENCY: 'abc' });
  expect(exitCode).toBe(64);
  expect(stderr).toContain('GRAFLOW_CONCURRENCY must be a whole number');
});

test('ends with 64 for a resolver id that nobody registers, and lists the known ones', async () => {
  const { exitCode, stderr } = await run(['--resolver-id', 'defualt'], key);
  expect(exitCode).toBe(64);
  expect(stderr).toContain('No resolver has the id "defualt".');
  expect(stderr).toContain('known are default');
  expect(stderr).toContain('did you mean --resolver-id default?');
});

test.each([
  ['./fixtures/taks', 'No module was found for --resolver-module ./fixtures/taks.', 'did you mean ./fixtures/tasks?'],
  ['lodahs', 'looked for the package "lodahs"', 'the name of an installed package'],
  ['./fixtures/no-tasks.mjs', 'it exports version (number)', 'GRAFLOW_NO_TASKS'],
  ['./fixtures/broken.mjs', 'no database here', 'GRAFLOW_MODULE_FAILED'],
  ['./fixtures/tasks,./fixtures/another-add.mjs', 'both have a task "add"', 'GRAFLOW_TASK_EXPORTED_TWICE'],
])('ends with 66 for the module %s', async (specifier, what, fix) => {
  const { exitCode, stderr } = await run(['-m', specifier]);
  expect(exitCode).toBe(66);
  expect(stderr).toContain(what);
  expect(stderr).toContain(fix);
});

test('says once what to do about a name that two modules have', async () => {
  const { stderr } = await run(['-m', './fixtures/tasks,./fixtures/another-add.mjs']);
  expect(stderr.match(/rename one of/gi)).toHaveLength(1);
});

test(
  'ends with 69 when Redis cannot be reached, and says which address and what to check',
  { timeout: 20_000 },
  async () => {
    const { exitCode, stderr } = await run([...tasks, '-u', 'redis://worker:hunter2@127.0.0.1:1/0']);
    expect(exitCode).toBe(69);
    expect(stderr).toContain('Cannot reach Redis at redis://worker:***@127.0.0.1:1');
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).not.toContain('hunter2');
  },
);

test('ends with 77 when Redis does not know the user', async () => {
  const redis = await startRedis({ own: true });
  onTestFinished(() => redis.stop());
  const { exitCode, stderr } = await run([...tasks, '-u', `redis://nobody:hunter2@127.0.0.1:${redis.port}`]);
  expect(exitCode).toBe(77);
  expect(stderr).toContain('GRAFLOW_REDIS_AUTH');
  expect(stderr).not.toContain('hunter2');
});

test.each(['pickle', 'source', 'reference,pickle'])('ends with 77 for --accept %s without a key', async (accept) => {
  const { exitCode, stderr } = await run([...tasks, '--accept', accept]);
  expect(exitCode).toBe(77);
  expect(stderr).toContain('needs signed tasks, and there is no key.');
  expect(stderr).toContain('openssl rand -hex 32');
});

test('ends with 77 for a key that others can read, and for one that is too short', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graflow-key-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'key');
  await writeFile(file, key.GRAFLOW_KEY);
  await chmod(file, 0o644);
  expect(await run(tasks, { GRAFLOW_KEY_FILE: file })).toMatchObject({
    exitCode: 77,
    stderr: expect.stringContaining(`chmod 600 ${file}`),
  });
  expect(await run(tasks, { GRAFLOW_KEY: 'hunter2' })).toMatchObject({
    exitCode: 77,
    stderr: expect.not.stringContaining('hunter2'),
  });
});

test('writes an error as one JSON object where nobody watches, or where it is asked for', async () => {
  for (const io of [memoryIo(['--nope'], { isTTY: false }), memoryIo(['--nope', '--log-format=json'])]) {
    await main(io);
    expect(JSON.parse(io.output.stderr)).toMatchObject({
      event: 'worker-refused',
      code: 'GRAFLOW_USAGE',
      exit: 64,
      msg: 'Unknown option --nope.',
    });
  }
});

test('shows the stack of the cause only with --log-level debug', async () => {
  const argv = ['-m', './fixtures/broken.mjs'];
  expect((await run(argv)).stderr).not.toContain('broken.mjs:1');
  expect((await run([...argv, '-l', 'debug'])).stderr).toContain('broken.mjs:1');
});
