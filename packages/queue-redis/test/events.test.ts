import { type QueueEvent, TaskSpec } from '@graflow/taskspec';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RedisTaskQueue } from '../src/index.ts';
import { setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });
const soon = { timeout: 10_000, interval: 10 };

const listen = async (queue: RedisTaskQueue) => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const events = await queue.events({ signal: stop.signal });
  const heard: QueueEvent['event'][] = [];
  const ended = (async () => {
    for await (const { event } of events) heard.push(event);
  })();
  return { heard, stop, ended };
};

describe('events', () => {
  it('cost one look a batch, and no memory, while nobody listens', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    await look.config('RESETSTAT');
    const looks = async () => /cmdstat_hget:calls=(\d+)/.exec(await look.info('commandstats'))?.[1];
    await queue.enqueue(Array.from({ length: 100 }, add));
    expect(await looks()).toBeUndefined(); // plain tasks are new and unheard of by one question
    await queue.enqueue(
      Array.from({ length: 100 }, (_, at) => new TaskSpec({ name: 'add', args: [1, 2], delayMs: at })),
    );

    expect(await looks()).toBe('1');
    expect(await look.exists(`${tag}:on`, `${tag}:ev`)).toBe(0);
  });

  it('are recorded for a minute after the last look, and not longer', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    const { heard, stop, ended } = await listen(queue);
    await queue.enqueue(add());
    await expect.poll(() => heard, soon).toEqual(['task-enqueued']);
    stop.abort();
    await ended;

    const lives = await Promise.all([look.pttl(`${tag}:on`), look.pttl(`${tag}:ev`)]);
    for (const life of lives) expect(life > 0 && life <= 60_000).toBe(true);
    await look.del(`${tag}:on`); // the minute is over
    await queue.enqueue(add());
    expect(await look.xlen(`${tag}:ev`)).toBe(1);
  });

  it('take no more than their bytes', async () => {
    const { open, look, tag } = await setup();
    const queue = open();
    await listen(queue);
    await queue.enqueue(add());
    await look.hset(`${tag}:on`, 'bytes', 4 * 1024 * 1024);
    await queue.enqueue(add());

    expect(await look.xlen(`${tag}:ev`)).toBe(1);
    expect(await look.hget(`${tag}:on`, 'count')).toBe('1');
  });

  it('are heard on when the connection was lost', async () => {
    const { open, look } = await setup();
    const queue = open();
    const { heard } = await listen(queue);
    await queue.enqueue(add());
    await expect.poll(() => heard, soon).toHaveLength(1);
    await look.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await expect.poll(() => queue.enqueue(add()).then(() => 'enqueued', String), soon).toBe('enqueued');

    await expect.poll(() => heard.length, soon).toBeGreaterThanOrEqual(2);
    expect(new Set(heard)).toEqual(new Set(['task-enqueued']));
  });
});
