import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it, vi } from 'vitest';
import { Claimers } from '../src/claiming/claimers.ts';
import { Connection } from '../src/connection/connection.ts';
import { markerKey } from '../src/keys.ts';
import { WakeUp } from '../src/claiming/wake-up.ts';
import { setup } from './open-queue.ts';

const add = (delayMs = 0) => new TaskSpec({ name: 'add', args: [1, 2], delayMs });

describe('a marker', () => {
  it('that came to nobody goes on to a worker that sleeps longer than a new task is delayed', async () => {
    const { open, look, tag } = await setup();
    const [left, sleeping] = [open(), open()];
    const leaving = new AbortController();
    const blocked = (count: number) =>
      vi.waitFor(async () => expect(await look.info('clients')).toContain(`blocked_clients:${count}`));
    const nobody = left.dequeue({ signal: leaving.signal }).catch(() => undefined);
    await blocked(1);
    const claimed = sleeping.dequeue();
    await blocked(2);
    leaving.abort();
    await nobody;
    const start = performance.now();
    await left.enqueue(add(100));

    await claimed;
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(await look.llen(`${tag}:m`)).toBeLessThan(2);
  });

  it('that comes while a round trip is under way makes somebody look again', async () => {
    const { redis, look, tag } = await setup();
    const connection = new Connection({ url: redis.url });
    const claimers = new Claimers(new WakeUp(connection, markerKey(tag)));
    void claimers.next({}).catch(() => undefined);
    claimers.serve(claimers.take(1), 0, [], 5_000);
    expect(claimers.wanted).toBe(0);
    expect(claimers.take(1)).toBe(1);
    await look.rpush(markerKey(tag), '1');

    await vi.waitFor(() => expect(claimers.mustAsk).toBe(true));
    claimers.close(new Error('over'));
    connection.close(new Error('over'));
  });
});

describe('a Redis that refuses to wake', () => {
  it('is not asked without a pause', async () => {
    const { open, look } = await setup({}, { own: true });
    await look.acl('SETUSER', 'default', '-blpop');
    const queue = open();
    expect(await queue.dequeue({ waitMs: 1_000 })).toBeUndefined();
    const [, calls] = /cmdstat_evalsha:calls=(\d+)/.exec(await look.info('commandstats')) ?? [];
    expect(Number(calls)).toBeLessThan(10);
  });

  it('or to tell of outcomes still gives those that are there', async () => {
    const { open, look } = await setup({}, { own: true });
    const queue = open();
    const handle = await queue.enqueue(add());
    await queue.ack(await queue.dequeue(), 3);
    await look.acl('SETUSER', 'default', 'resetchannels');
    expect(await handle.result({ timeoutMs: 2_000 })).toBe(3);
  });
});

describe('a wait longer than a timer knows', () => {
  it('does not end at once', async () => {
    const { open } = await setup();
    const queue = open();
    const claimed = queue.dequeue({ waitMs: 2 ** 40 });
    await open().dequeue({ waitMs: 100 });
    const handle = await queue.enqueue(add());
    const outcome = handle.result({ timeoutMs: Infinity });
    await queue.ack((await claimed) as TaskSpec, 3);
    expect(await outcome).toBe(3);
  });
});
