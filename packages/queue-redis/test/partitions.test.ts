import { partitionOf, resultOf, routingKeyOfId, TaskSpec } from '@graflow/taskspec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartitionMap } from '../src/partitions/partition-map.ts';
import { placeSpec } from '../src/partitions/place-spec.ts';
import { setup } from './open-queue.ts';

const task = (options: Partial<ConstructorParameters<typeof TaskSpec>[0]> = {}) =>
  new TaskSpec({ name: 'add', args: [1, 2], ...options });
const key = fc.string({ minLength: 1, maxLength: 20 });
const id = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}$/);
const count = fc.integer({ min: 1, max: 64 });

describe('the partition of a task', () => {
  it('is that of its limit key, else of its deduplication key, and its id tells the same', () => {
    const property = fc.property(key, key, count, (limitKey, dedupKey, partitions) => {
      const map = new PartitionMap(partitions);
      const specs = [
        task({ limitKey, dedup: { key: dedupKey } }),
        task({ limitKey }),
        task({ dedup: { key: dedupKey } }),
      ];
      const places = specs.map((spec) => placeSpec(spec, map));
      expect(places).toEqual([limitKey, limitKey, dedupKey].map((each) => partitionOf(each, partitions)));
      expect(specs.map(({ taskId }) => map.of(taskId))).toEqual(places);
    });
    fc.assert(property);
  });

  it('is that of what stands behind ~ in its id, else of the id', () => {
    const property = fc.property(id, id, count, (name, run, partitions) => {
      const map = new PartitionMap(partitions);
      expect(placeSpec(task({ taskId: `${name}~${run}` }), map)).toBe(map.of(run));
      expect(placeSpec(task({ taskId: name }), map)).toBe(partitionOf(routingKeyOfId(name), partitions));
    });
    fc.assert(property);
  });

  it('is that of what it runs after, where that is one and nobody chose its id', () => {
    const property = fc.property(fc.array(id, { minLength: 1 }), count, (after, partitions) => {
      const map = new PartitionMap(partitions);
      const spec = task({ after: after.filter((each, index) => after.indexOf(each) === index) });
      const [first, ...others] = after.map((each) => map.of(each));
      const place = placeSpec(spec, map);
      expect(place).toBe(others.every((other) => other === first) ? first : map.of(spec.taskId));
    });
    fc.assert(property);
  });

  it('is that of the tasks whose results are among its arguments, as if it ran after them', () => {
    const map = new PartitionMap(5);
    const [one, another] = ['a~x', 'b~x'];
    for (const args of [[resultOf(one), 1], [[resultOf(one), resultOf(another)]], [{ deep: resultOf(one) }]])
      expect(placeSpec(task({ args, after: [another] }), map)).toBe(map.of(one));
    const apart = task({ args: [resultOf('far~y')], after: [one] });
    expect(map.of('far~y')).not.toBe(map.of(one));
    expect(placeSpec(apart, map)).toBe(map.of(apart.taskId));
    expect(map.of(task({ args: [resultOf(one)], taskId: 'mine' }).taskId)).toBe(map.of('mine'));
  });

  it('is refused where a chosen id leads elsewhere than the key', () => {
    const map = new PartitionMap(3);
    const spec = task({ taskId: 'order-17', limitKey: 'a' });
    expect(() => placeSpec(spec, map)).toThrow(
      'taskId must be left out, or end in ~ and its limitKey, as in order-17~a: the queue has several partitions',
    );
    expect(placeSpec(task({ taskId: 'order-17~b', limitKey: 'b' }), map)).toBe(map.ofKey('b'));
  });
});

describe('a queue of several partitions', () => {
  it('has tasks in all of them, and handles find each', async () => {
    const { open, look, prefix } = await setup({ partitions: 3 });
    const queue = open();
    const handles = await queue.enqueue(Array.from({ length: 60 }, () => task()));
    const lengths = await Promise.all([0, 1, 2].map((at) => look.llen(`{${prefix}:default:${at}}:r:2`)));
    expect(Math.min(...lengths)).toBeGreaterThan(5);
    for (let left = 60; left > 0; left -= 1) await queue.ack(await queue.dequeue(), left);
    const values = await Promise.all(handles.map(({ taskId }) => open().handle<number>(taskId).result()));
    expect(new Set(values).size).toBe(60);
  });

  it('keeps the order of the tasks that belong together', async () => {
    const { open } = await setup({ partitions: 3 });
    const queue = open();
    const specs = Array.from({ length: 300 }, (_, at) => task({ taskId: `${at}~run-${at % 7}` }));
    await queue.enqueue(specs);
    const claimed: string[] = [];
    while (claimed.length < specs.length) claimed.push((await queue.dequeue()).taskId);
    for (let run = 0; run < 7; run += 1) {
      const ofRun = (taskId: string): boolean => taskId.endsWith(`~run-${run}`);
      expect(claimed.filter(ofRun)).toEqual(specs.map(({ taskId }) => taskId).filter(ofRun));
    }
  });

  it('is claimed in turn by one who takes one task at a time, however much waits in one of them', async () => {
    const { open } = await setup({ partitions: 3 });
    const queue = open();
    const [full, ...others] = ['a', 'b', 'g'];
    await queue.enqueue(Array.from({ length: 50 }, (_, at) => task({ taskId: `${at}~${full}` })));
    await queue.enqueue(others.map((other) => task({ taskId: `one~${other}` })));
    const claimed: string[] = [];
    for (let task = 0; task < 6; task += 1) {
      const spec = await queue.dequeue();
      claimed.push(spec.taskId);
      await queue.ack(spec);
    }
    expect(claimed).toEqual(expect.arrayContaining(others.map((other) => `one~${other}`)));
  });

  it('keeps the share of its limits in each, and refuses one of which a partition would have none', async () => {
    const { open, look, prefix } = await setup({ partitions: 3 });
    const queue = open();
    const limits = {
      concurrency: 5,
      rate: { count: 7, perMs: 60_000 },
      perKey: { concurrency: 2 },
      backlog: { count: 9 },
    };
    await queue.limits.set(limits);
    expect(await queue.limits.get()).toEqual(limits);
    const shares = await Promise.all([0, 1, 2].map((at) => look.hget(`{${prefix}:default:${at}}:lim`, 'concurrency')));
    expect(shares).toEqual(['2', '2', '1']);
    await queue.enqueue(Array.from({ length: 9 }, (_, at) => task({ taskId: `${at}~${['a', 'b', 'g'][at % 3]}` })));
    const claims = await Promise.all(Array.from({ length: 9 }, () => queue.dequeue({ waitMs: 50 })));
    expect(claims.filter((spec) => spec !== undefined)).toHaveLength(5);
    await expect(queue.limits.set({ concurrency: 2 })).rejects.toMatchObject({
      code: 'GRAFLOW_OPTION_INVALID',
      message: expect.stringContaining('concurrency must be 3 or more: each of 3 partitions keeps its share'),
    });
  });

  it.each([
    [3, 1],
    [3, 2],
    [1, 3],
  ])('is refused by whoever has another number: %i, then %i', async (first, other) => {
    const { open } = await setup();
    const queue = open({ partitions: first });
    const { taskId } = await queue.enqueue(task());
    const differs = {
      code: 'GRAFLOW_REDIS_PARTITIONS_DIFFER',
      details: { queue: 'default', partitions: other, stored: first },
    };
    const wrong = open({ partitions: other });
    await expect(wrong.enqueue(task())).rejects.toMatchObject(differs);
    await expect(wrong.dequeue({ waitMs: 10 })).rejects.toMatchObject(differs);
    await expect(wrong.schedules.set('nightly', { everyMs: 1_000 }, task())).rejects.toMatchObject(differs);
    await expect(wrong.ready()).rejects.toMatchObject(differs);
    expect((await open({ partitions: first }).dequeue()).taskId).toBe(taskId);
  });

  it.each([0, 65, 1.5])('is none with %j of them', async (partitions) => {
    const { open } = await setup();
    expect(() => open({ partitions })).toThrow('partitions must be a whole number from 1 to 64');
  });
});
