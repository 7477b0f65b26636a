import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseEnvelope, TaskResolver } from '../src/index.ts';

/** Envelopes as version 1 wrote them. These files are never changed: what lies in a queue must stay readable. */
const golden = (strategy: string) =>
  parseEnvelope(JSON.parse(readFileSync(new URL(`golden/${strategy}.json`, import.meta.url), 'utf8')));

it('reads a reference of version 1', async () => {
  const resize = () => 'resized';
  const resolver = new TaskResolver().registerTask('images/resize', resize);
  expect(await resolver.resolveTask(golden('reference'))).toBe(resize);
});

it('reads a source task of version 1', async () => {
  const add = await new TaskResolver().resolveTask(golden('source'));
  expect(add(1, 2)).toBe(3);
});

it('reads a by-value task of version 1', async () => {
  const total = await new TaskResolver().resolveTask(golden('pickle'));
  expect(total(['apple', 'pear', 'apple'])).toBe(8);
});

it('still writes references and source tasks so', async () => {
  const add = new Function('return (left, right) => left + right')() as () => unknown;
  const resolver = new TaskResolver().registerTask('add', add);
  expect(await resolver.serializeTask(add, 'source')).toEqual(golden('source'));
  expect(resolver.referenceTo('images/resize')).toEqual(golden('reference'));
});
