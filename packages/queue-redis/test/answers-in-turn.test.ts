import { type AnySpec, type TaskIntake, TaskSpec } from '@graflow/taskspec';
import { expect, it, vi } from 'vitest';
import { setup } from './open-queue.ts';

const most = 128; // of one claim

it('the tasks of one claim may end before those of another begin whose answer came with its own', async () => {
  const { open, look } = await setup({}, { own: true });
  const queue = open();
  await queue.enqueue(Array.from({ length: 2 * most + 1 }, () => new TaskSpec({ name: 'work' })));
  await queue.ack(await queue.dequeue(), 0); // from now on Redis has the script
  const happened: string[] = [];
  const claimed = (spec: AnySpec): void => {
    happened.push('begins');
    queueMicrotask(() => {
      happened.push('ends');
      intake.settle(spec, { step: 'ack', value: 1 }, () => undefined);
    });
  };
  const intake: TaskIntake = queue.intake({ claimed, unserved: () => undefined });
  await look.client('PAUSE', 60_000, 'WRITE');
  intake.want(2 * most);
  const holdsTheSecond = async () => / flags=b .* qbuf=[1-9]/.test(String(await look.client('LIST')));
  await vi.waitFor(async () => expect(await holdsTheSecond()).toBe(true));
  await look.client('UNPAUSE');
  await vi.waitFor(() => expect(happened).toHaveLength(4 * most));
  const oneClaim = [...Array<string>(most).fill('begins'), ...Array<string>(most).fill('ends')];
  expect(happened).toEqual([...oneClaim, ...oneClaim]);
});
