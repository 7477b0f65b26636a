import { keyRingFrom } from '@graflow/resolver';
import { encodeRecord, TaskSpec } from '@graflow/taskspec';
import { describe, expect, it } from 'vitest';
import type { RedisTaskQueue } from '../src/index.ts';
import { setup } from './open-queue.ts';

const keys = keyRingFrom('a test key, thirty-two bytes or more');
const otherKeys = keyRingFrom('another test key, thirty-two bytes or more');

/** Resolves a task of a name as a worker with these options would; gives what it makes of it. */
const resolveAs = async (worker: RedisTaskQueue, name: string) => {
  await worker.enqueue(new TaskSpec({ name }));
  const spec = await worker.dequeue();
  await spec.ensureDeserialized();
  return (spec.executable as () => unknown)();
};
const unknown = { code: 'GRAFLOW_TASK_UNKNOWN' };
const invalid = { code: 'GRAFLOW_PUBLISHED_INVALID' };

describe('what is published over Redis', () => {
  it('is refused without a key, and looked up by nobody who has none', async () => {
    const { open } = await setup();
    await expect(open().publish('one', () => 1)).rejects.toMatchObject({ code: 'GRAFLOW_PUBLISH_UNSIGNED' });
    await open({ keys }).publish('one', () => 1);
    const trusting = open({ accept: ['reference', 'pickle'] });
    await expect(resolveAs(trusting, 'one')).rejects.toMatchObject(unknown);
  });

  it('is looked up by those alone who accept pickle', async () => {
    const { open } = await setup({ keys });
    await open().publish('one', () => 1);
    await expect(resolveAs(open({ accept: ['reference'] }), 'one')).rejects.toMatchObject(unknown);
  });

  it('is not run where it was signed with another key', async () => {
    const { open } = await setup();
    await open({ keys: otherKeys }).publish('one', () => 1);
    await expect(resolveAs(open({ keys }), 'one')).rejects.toMatchObject(invalid);
  });

  it.each<[string, (stored: Buffer) => Buffer]>([
    [
      'a bit of it was changed',
      (stored) => Buffer.from(stored.map((byte, at) => (at === stored.length >> 1 ? byte ^ 1 : byte))),
    ],
    ['its signature was cut off', (stored) => stored.subarray(0, -32)],
    ['it is nothing', () => Buffer.alloc(0)],
    ['it is noise', () => Buffer.from('{"version":1}')],
    ['it is too large', () => Buffer.alloc(2_000_000, 1)],
  ])('is not run where %s', async (_, change) => {
    const { open, look, tag } = await setup({ keys, maxPayloadBytes: 1_000_000 });
    const queue = open();
    await queue.publish('one', () => 1);
    await look.hset(`${tag}:cat`, 'one', change((await look.hgetBuffer(`${tag}:cat`, 'one')) as Buffer));
    await expect(resolveAs(queue, 'one')).rejects.toMatchObject(invalid);
  });

  it('is not run under another name, nor a signed task in its place', async () => {
    const { open, look, tag, prefix } = await setup({ keys });
    const queue = open();
    await queue.publish('one', () => 1);
    await look.hset(`${tag}:cat`, 'two', (await look.hgetBuffer(`${tag}:cat`, 'one')) as Buffer);
    await expect(resolveAs(queue, 'two')).rejects.toMatchObject(invalid);

    const spec = new TaskSpec({ executable: () => 3, strategy: 'pickle', taskId: 'three' });
    const { bytes } = encodeRecord(await spec.ensureSerialized(), { prefix, queue: 'default', keys });
    await look.hset(`${tag}:cat`, 'three', bytes);
    await expect(resolveAs(queue, 'three')).rejects.toMatchObject(invalid);
  });

  it('is not run where its code was exchanged or is gone', async () => {
    const { open, look, tag } = await setup({ keys });
    await open().publish('one', () => 1);
    const [key = ''] = await look.keys(`${tag}:c:*`);
    await look.set(key, '() => "another"');
    await expect(resolveAs(open(), 'one')).rejects.toMatchObject(invalid);
    await look.del(key);
    await expect(resolveAs(open(), 'one')).rejects.toMatchObject(invalid);
  });

  it('keeps its code as long as it stands, and counts it', async () => {
    const { open, look, tag } = await setup({ keys });
    const queue = open();
    const text = (): string => 'the same code';
    await queue.publish('one', text);
    await queue.publish('two', text);
    await queue.publish('one', text);
    expect(Object.values(await look.hgetall(`${tag}:cc`))).toEqual(['2']);
    await queue.unpublish('one');
    const [key = ''] = await look.keys(`${tag}:c:*`);
    expect(await look.pttl(key)).toBe(-1);
    await queue.unpublish('two');
    expect(await look.pttl(key)).toBeGreaterThan(3_000_000);
    expect(await look.exists(`${tag}:cat`)).toBe(0);
  });
});
