import { expect, test } from 'vitest';
import { strangers } from './strangers.mjs';

test('a producer may not pull in yargs', () => {
  const own = ['pickle', 'queue-redis', 'registry', 'resolver', 'taskspec'];
  expect(strangers(own, ['ioredis', 'yargs'])).toEqual(['pulls in yargs, which only @graflow/worker-cli may bring in']);
});

test('a memory-only install may not pull in ioredis', () => {
  const own = ['queue-memory', 'taskspec'];
  expect(strangers(own, ['ioredis'])).toEqual(['pulls in ioredis, which only @graflow/queue-redis may bring in']);
});

test('the package that owns a dependency brings it in', () => {
  expect(strangers(['queue-redis', 'worker-cli'], ['ioredis', 'yargs'])).toEqual([]);
});
