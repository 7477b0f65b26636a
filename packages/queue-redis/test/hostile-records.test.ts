import { keyRingFrom } from '@graflow/resolver';
import { type RecordRefused, recordRefused, TaskSpec } from '@graflow/taskspec';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setup } from './open-queue.ts';

const keys = keyRingFrom('a test key, thirty-two bytes or more');
const add = () => new TaskSpec({ name: 'add', args: [1, 2] });

describe('a record that was damaged in Redis', () => {
  it('is kept as a dead letter with the reason, and the next task is served', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    const damaged = await queue.enqueue(add());
    const good = await queue.enqueue(add());
    await look.set(`${tag}:t:${damaged.taskId}`, 'not a record');

    expect((await queue.dequeue()).taskId).toBe(good.taskId);
    await expect(damaged.result()).rejects.toMatchObject({ code: 'GRAFLOW_RECORD_INVALID' });
    expect(await look.get(`${tag}:t:${damaged.taskId}`)).toBe('not a record');
    expect(await look.zrange(`${tag}:dead`, '0', '-1')).toEqual([damaged.taskId]);
    expect(await look.hget(`${tag}:why`, damaged.taskId)).toContain('GRAFLOW_RECORD_INVALID');
  });

  it('is told to the handle even when it is gone or of another type', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    const [gone, list] = await queue.enqueue([add(), add()]);
    await look.del(`${tag}:t:${gone.taskId}`, `${tag}:t:${list.taskId}`);
    await look.rpush(`${tag}:t:${list.taskId}`, 'an element');

    expect(await queue.dequeue({ waitMs: 100 })).toBeUndefined();
    await expect(gone.result()).rejects.toMatchObject({ code: 'GRAFLOW_RECORD_INVALID' });
    await expect(list.result()).rejects.toMatchObject({ code: 'GRAFLOW_RECORD_INVALID' });
  });

  it('moved to the id of another task is refused', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    const [first, second] = await queue.enqueue([add(), add()]);
    await look.rename(`${tag}:t:${second.taskId}`, `${tag}:t:${first.taskId}`);

    expect(await queue.dequeue({ waitMs: 100 })).toBeUndefined();
    await expect(first.result()).rejects.toThrow(/was made for task/);
  });
});

describe('a signed record', () => {
  it('is dead-lettered when its arguments were changed', async () => {
    const { open, look, tag } = await setup({ keys });
    const queue = open();
    const handle = await queue.enqueue(add());
    const key = `${tag}:t:${handle.taskId}`;
    const bytes = (await look.getBuffer(key)) as Buffer;
    const changed = Buffer.from(bytes);
    changed.write('[9,2]', bytes.indexOf('[1,2]'));
    await look.set(key, changed);

    expect(await queue.dequeue({ waitMs: 100 })).toBeUndefined();
    await expect(handle.result()).rejects.toMatchObject({ code: 'GRAFLOW_SIGNATURE_INVALID' });
    expect(await look.getBuffer(key)).toEqual(changed);
  });

  it('is served where the key is the same', async () => {
    const { open } = await setup({ keys });
    const { taskId } = await open().enqueue(add());
    expect((await open().dequeue()).taskId).toBe(taskId);
  });

  it('is left to others by a worker with another key', async () => {
    const { open } = await setup();
    const { taskId } = await open({ keys }).enqueue(add());
    const stranger = open({ keys: keyRingFrom('quite another key also of thirty-two bytes') });

    expect(await stranger.dequeue({ waitMs: 50 })).toBeUndefined();
    expect((await open({ keys }).dequeue()).taskId).toBe(taskId);
  });
});

describe('a by-value task', () => {
  const double = (value: number) => value * 2;

  it('is released by a worker without the key, then unroutable', async () => {
    const { open, look, tag } = await setup();
    const handle = await open({ keys }).enqueue(double, [4], { strategy: 'pickle' });
    const worker = open();

    expect(await worker.dequeue({ waitMs: 50 })).toBeUndefined();
    expect(await look.zcard(`${tag}:z`)).toBe(1);
    const idle = worker.dequeue({ waitMs: 3_000 });
    await expect(handle.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_UNROUTABLE' });
    expect(await idle).toBeUndefined();
  });

  it('runs where the key is the same, with what it captured', async () => {
    const { open } = await setup({ keys });
    const factor = 3;
    await open().enqueue((value: number) => value * factor, [4], { strategy: 'pickle' });
    const spec = await open().dequeue();
    await spec.ensureDeserialized();
    expect(spec.executable(...spec.args)).toBe(12);
  });
});

describe('a refused record', () => {
  const hear = () => {
    const refusals: RecordRefused[] = [];
    const listener = (message: unknown) => void refusals.push(message as RecordRefused);
    recordRefused.subscribe(listener);
    onTestFinished(() => {
      recordRefused.unsubscribe(listener);
    });
    return refusals;
  };

  it('is told on a diagnostics channel when it is bad', async () => {
    const { open } = await setup();
    const { taskId } = await open().enqueue(add());
    const refusals = hear();
    expect(await open({ keys }).dequeue({ waitMs: 50 })).toBeUndefined();
    expect(refusals).toMatchObject([
      { queue: 'default', taskId, verdict: 'bad', reason: { code: 'GRAFLOW_SIGNATURE_INVALID' } },
    ]);
  });

  it('is told on it when it is not mine', async () => {
    const { open } = await setup();
    const { taskId } = await open({ keys }).enqueue(add());
    const refusals = hear();
    const stranger = open({ keys: keyRingFrom('quite another key also of thirty-two bytes') });
    expect(await stranger.dequeue({ waitMs: 50 })).toBeUndefined();
    expect(refusals).toMatchObject([
      { queue: 'default', taskId, verdict: 'not-mine', reason: { code: 'GRAFLOW_TASK_UNROUTABLE' } },
    ]);
  });
});
