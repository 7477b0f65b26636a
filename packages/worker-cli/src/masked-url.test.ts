import { expect, test } from 'vitest';
import { maskedUrl } from './masked-url.ts';

test.each([
  ['redis://127.0.0.1:6379/0', 'redis://127.0.0.1:6379/0'],
  ['redis://worker:hunter2@db:6379/1', 'redis://worker:***@db:6379/1'],
  ['rediss://:hunter2@db', 'rediss://:***@db'],
  ['redis+cluster://worker:hunter2@one:6379,two:6379', 'redis+cluster://worker:***@one:6379,two:6379'],
  ['redis+sentinel://:hunter2@one:26379/main/0', 'redis+sentinel://:***@one:26379/main/0'],
  ['redis://db/0?password=hunter2', 'redis://db/0?password=***'],
])('shows %s as %s', (url, shown) => {
  expect(maskedUrl(url)).toBe(shown);
});
