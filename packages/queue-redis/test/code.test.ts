import { keyRingFrom } from '@graflow/resolver';
import { describe, expect, it } from 'vitest';
import { setup } from './open-queue.ts';

const keys = keyRingFrom('a test key, thirty-two bytes or more');
const double = (value: number) => value * 2;

describe('the code of by-value tasks', () => {
  it('is stored once however many tasks name it, and counted', async () => {
    const { open, look, tag } = await setup({ keys });
    const queue = open();
    for (const value of [1, 2, 3]) await queue.enqueue(double, [value], { strategy: 'source' });

    const counts = await look.hgetall(`${tag}:cc`);
    expect(Object.values(counts)).toEqual(['3']);
    expect(await look.keys(`${tag}:c:*`)).toEqual([`${tag}:c:${Object.keys(counts)[0]}`]);
    expect(await look.pttl(`${tag}:c:${Object.keys(counts)[0]}`)).toBe(-1);
  });

  it('expires an hour after the last task that named it ended', async () => {
    const { open, look, tag } = await setup({ keys });
    const queue = open();
    await queue.enqueue(double, [1], { strategy: 'source' });
    await queue.ack(await queue.dequeue(), 2);

    expect(await look.hlen(`${tag}:cc`)).toBe(0);
    const [key = ''] = await look.keys(`${tag}:c:*`);
    expect(await look.pttl(key)).toBeGreaterThan(3_500_000);
  });

  it('is sent again where Redis lost it', async () => {
    const { open, look, tag } = await setup({ keys });
    const queue = open();
    await queue.enqueue(double, [1], { strategy: 'source' });
    await look.del(await look.keys(`${tag}:c:*`));
    await queue.enqueue(double, [2], { strategy: 'source' });
    expect(await look.keys(`${tag}:c:*`)).toHaveLength(1);
  });

  it('exchanged in Redis is not run', async () => {
    const { open, look, tag } = await setup({ keys });
    await open().enqueue(double, [1], { strategy: 'source' });
    const [key = ''] = await look.keys(`${tag}:c:*`);
    await look.set(key, '() => "other code"');
    const spec = await open().dequeue();
    await expect(spec.ensureDeserialized()).rejects.toMatchObject({ code: 'GRAFLOW_RECORD_INVALID' });
  });

  it('exchanged in Redis is read again once it is right, by the process that refused it', async () => {
    const { open, look, tag } = await setup({ keys });
    const queue = open();
    const worker = open();
    await queue.enqueue(double, [1], { strategy: 'source' });
    const [key = ''] = await look.keys(`${tag}:c:*`);
    const text = await look.get(key);
    await look.set(key, '() => "other code"');
    const spec = await worker.dequeue();
    await expect(spec.ensureDeserialized()).rejects.toMatchObject({ code: 'GRAFLOW_RECORD_INVALID' });
    await worker.release(spec);
    await look.set(key, String(text));
    const again = await worker.dequeue();
    await again.ensureDeserialized();
    expect(again.executable(...again.args)).toBe(2);
  });

  it('of a follow-up is there when the follow-up is claimed', async () => {
    const { open } = await setup({ keys });
    const queue = open();
    await queue.enqueue(double, [1], { strategy: 'source' });
    const { TaskSpec } = await import('@graflow/taskspec');
    const triple = (value: number) => value * 3;
    const followUp = new TaskSpec({ executable: triple, args: [5], strategy: 'source' });
    await queue.ack(await queue.dequeue(), 2, { followUps: [followUp] });

    const spec = await open().dequeue();
    await spec.ensureDeserialized();
    expect(spec.executable(...spec.args)).toBe(15);
  });
});
