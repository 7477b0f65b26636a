import { main } from '@graflow/worker-cli';
import { expect, test } from 'vitest';
import { memoryIo } from './memory-io.ts';

test.each([['--help'], ['-h'], ['run', '--help']])('prints the help to stdout for %s %s', async (...argv) => {
  const io = memoryIo(argv, { env: { LC_ALL: 'ja_JP.UTF-8' } });
  expect(await main(io)).toBe(0);
  expect(io.output.stderr).toBe('');
  expect(io.output.stdout).toContain('-m, --resolver-module');
});

test('explains every option with its default', async () => {
  const io = memoryIo(['--help']);
  await main(io);
  expect(io.output.stdout).toMatchSnapshot();
});

test.each(['--version', '-V'])('prints the version for %s', async (option) => {
  const io = memoryIo([option]);
  expect(await main(io)).toBe(0);
  expect(io.output.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
