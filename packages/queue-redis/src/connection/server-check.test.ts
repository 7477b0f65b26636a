import { expect, test } from 'vitest';
import { concernsIn, versionIn } from './server-check.ts';

const info = (settings: Readonly<Record<string, string>>) =>
  Object.entries({
    redis_version: '7.0.15',
    maxmemory: '0',
    maxmemory_policy: 'noeviction',
    aof_enabled: '1',
    ...settings,
  })
    .map(([name, value]) => `${name}:${value}`)
    .join('\r\n');

const codes = (settings: Readonly<Record<string, string>>) =>
  concernsIn(info(settings), 'redis://here').map(({ code }) => code);

test('a server that keeps everything is no concern', () => {
  expect(codes({})).toEqual([]);
});

test('one that throws keys away is, once it has a limit', () => {
  expect(codes({ maxmemory_policy: 'allkeys-lru' })).toEqual([]);
  expect(codes({ maxmemory_policy: 'allkeys-lru', maxmemory: '1000000' })).toEqual(['GRAFLOW_REDIS_EVICTS']);
});

test('one without a log of writes is', () => {
  expect(codes({ aof_enabled: '0' })).toEqual(['GRAFLOW_REDIS_NOT_DURABLE']);
});

test('a concern names the server and what to do', () => {
  const [concern] = concernsIn(info({ aof_enabled: '0' }), 'redis://here');
  expect(concern?.message).toMatch(/redis:\/\/here.*Set appendonly yes\./);
});

test('the version is read, and 0 where there is none', () => {
  expect(versionIn(info({}))).toBe('7.0.15');
  expect(versionIn('')).toBe('0');
});
