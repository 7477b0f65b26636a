import type { StateRequest } from '@graflow/taskspec';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import { RedisStateStore } from '../src/state/redis-state-store.ts';
import { setup } from './open-queue.ts';

const place = { kind: 'state', id: 'run', key: 'total' } as const;
const addOne: StateRequest = {
  place,
  op: 'add',
  amount: 1,
  ttlMs: undefined,
  mark: { by: 'call', writeId: 'one', keptMs: 60_000 },
};

describe('a state over Redis', () => {
  it('is written once by a call that is sent twice, and gives the same', async () => {
    const { redis, look, tag } = await setup();
    const connection = new Connection({ url: redis.url });
    onTestFinished(() => connection.close(new Error('the test is over')));
    const store = new RedisStateStore(connection, tag, 1_000);

    expect(await store.write(addOne)).toEqual({ status: 'done', reply: '1' });
    await store.write({ ...addOne, mark: { ...addOne.mark, writeId: 'two' } as StateRequest['mark'] });
    expect(await store.write(addOne)).toEqual({ status: 'done', reply: '1' });
    expect(await look.get(`${tag}:s:run:total`)).toBe('n0000000000\nj2');
    expect(await look.pttl(`${tag}:sw:one`)).toBeGreaterThan(50_000);
  });

  it('leaves no key but its value, once what tells a repeated call is over', async () => {
    const { open, look, tag } = await setup();
    await open().state('run', { ttlMs: 5_000 }).append('list', 1);
    const keys = await look.keys(`${tag}:*`);
    expect(keys.filter((key) => !key.startsWith(`${tag}:sw:`))).toEqual([`${tag}:s:run:list`]);
    for (const key of keys) expect(await look.pttl(key)).toBeGreaterThan(0);
  });

  it('is watched on where the connection was lost, and the newest value comes', async () => {
    const { open, look } = await setup();
    const [reader, writer] = [open(), open()];
    await writer.state('run').set('step', 1);
    const values = reader.state('run').watch('step')[Symbol.asyncIterator]();
    expect((await values.next()).value).toBe(1);
    const next = values.next();
    await look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await look.call('CLIENT', 'KILL', 'TYPE', 'normal');
    await writer.state('run').set('step', 2);
    expect((await next).value).toBe(2);
  });
});
