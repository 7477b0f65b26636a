import { keyRingFrom } from '@graflow/resolver';
import { TaskSpec } from '@graflow/taskspec';
import type { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Auditor } from '../src/auditing/auditor.ts';
import { Connection } from '../src/connection/connection.ts';
import { runScript } from '../src/connection/script.ts';
import { auditScript } from '../src/scripts/audit.ts';
import { setup } from './open-queue.ts';

const keys = keyRingFrom('a test key, thirty-two bytes or more');
const double = (value: number) => value * 2;
const triple = (value: number) => value * 3;

const open = async () => {
  const parts = await setup({ keys });
  const connection = new Connection({ url: parts.redis.url });
  onTestFinished(() => connection.close(new Error('the test is over')));
  const turn = async () => {
    await parts.look.del(`${parts.tag}:audit`);
    return new Auditor(connection, parts.tag, 'default').turn();
  };
  return { ...parts, connection, queue: parts.open(), turn };
};

/** How many records name each text, and how long the texts are kept: for ever, or milliseconds. */
const codeIn = async (look: Redis, tag: string) => {
  const texts = await look.keys(`${tag}:c:*`);
  const isKept = await Promise.all(texts.map(async (key) => (await look.pttl(key)) === -1));
  return { counts: Object.values(await look.hgetall(`${tag}:cc`)), kept: isKept.filter(Boolean).length };
};

const [source, pickle] = [{ strategy: 'source' }, { strategy: 'pickle' }] as const;

describe('counts of code that are wrong', () => {
  it.each([9, 1])('are mended: %i in place of two', async (wrong) => {
    const { queue, look, tag, turn } = await open();
    await queue.enqueue(double, [1], source);
    await queue.enqueue(double, [2], source);
    const [hash = ''] = await look.hkeys(`${tag}:cc`);
    await look.hset(`${tag}:cc`, hash, wrong);
    await turn();
    expect(await codeIn(look, tag)).toEqual({ counts: ['2'], kept: 1 });
    for (let task = 0; task < 2; task += 1) await queue.ack(await queue.dequeue());
    expect(await codeIn(look, tag)).toEqual({ counts: [], kept: 0 });
  });

  it('are made anew where they are gone, before their texts expire', async () => {
    const { queue, look, tag, turn } = await open();
    const factor = 3;
    await queue.enqueue((value: number) => value * factor, [1], pickle);
    const before = await codeIn(look, tag);
    await look.del(`${tag}:cc`);
    for (const key of await look.keys(`${tag}:c:*`)) await look.pexpire(key, 60_000);
    await turn();
    expect(await codeIn(look, tag)).toEqual(before);
  });

  it('let a text go that no record names', async () => {
    const { queue, look, tag, turn } = await open();
    await queue.enqueue(double, [1], source);
    const [hash = ''] = await look.hkeys(`${tag}:cc`);
    await queue.ack(await queue.dequeue());
    await look.hset(`${tag}:cc`, hash, 5);
    await look.persist(`${tag}:c:${hash}`);
    await turn();
    expect(await codeIn(look, tag)).toEqual({ counts: [], kept: 0 });
  });
});

it('counts dead letters, claimed and delayed tasks, and what is published', async () => {
  const { queue, look, tag, turn } = await open();
  await queue.publish('double', double);
  for (let task = 0; task < 2; task += 1) await queue.enqueue(triple, [task], source);
  await queue.bury(await queue.dequeue(), { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } });
  await queue.dequeue();
  await queue.enqueue(triple, [3], { ...source, delayMs: 60_000 });
  await queue.enqueue(new TaskSpec({ name: 'plain' }));
  const before = await look.hgetall(`${tag}:cc`);
  await look.hset(`${tag}:cc`, ...Object.keys(before).flatMap((hash) => [hash, '77']));
  await turn();
  expect(await look.hgetall(`${tag}:cc`)).toEqual(before);
});

it('leaves to the next pass what is counted while it goes on, and one pass goes on at a time', async () => {
  const { queue, look, tag, connection, turn } = await open();
  const look1 = async (cursor: string, pass: string) =>
    String(((await runScript(connection, auditScript, tag, [cursor, 1, 0, pass])) as readonly Buffer[])[0]);
  await queue.enqueue(double, [1], source);
  await queue.enqueue(triple, [1], source);
  await look.mset(Array.from({ length: 200 }, (_, at) => [`other${at}`, '']).flat());
  let cursor = await look1('0', 'first');
  await queue.enqueue(double, [2], source);
  await look1('0', 'second');
  while (cursor !== '0') cursor = await look1(cursor, 'first');
  expect(Object.values(await look.hgetall(`${tag}:cc`)).toSorted()).toEqual(['1', '2']);
  await turn();
  expect(Object.values(await look.hgetall(`${tag}:cc`)).toSorted()).toEqual(['1', '2']);
});
