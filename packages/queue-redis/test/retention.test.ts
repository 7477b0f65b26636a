import { TaskSpec } from '@graflow/taskspec';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import { serverTime } from '../src/connection/server-time.ts';
import { RedisDeadLetters } from '../src/dead-letters/redis-dead-letters.ts';
import { Retention } from '../src/dead-letters/retention.ts';
import { setup } from './open-queue.ts';

it('throws a dead letter away at the first look after its age, to the millisecond', async () => {
  const { redis, tag, open } = await setup();
  const connection = new Connection({ url: redis.url });
  onTestFinished(() => connection.close(new Error('the test is over')));
  const letters = new RedisDeadLetters(connection, tag, () => undefined);
  const queue = open();
  await queue.limits.set({ deadLetters: { ageMs: 20 } });
  await queue.enqueue(new TaskSpec({ name: 'work' }));
  await queue.bury(await queue.dequeue(), { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } });

  const [letter] = await letters.list();
  const isOld = async () => expect(await serverTime(connection)).toBeGreaterThan((letter?.diedAt ?? Infinity) + 20);
  await vi.waitFor(isOld, { interval: 2 });
  await new Retention(connection, tag, letters).trim();
  expect(await letters.count()).toBe(0);
});
