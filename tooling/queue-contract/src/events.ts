import { type QueueEvent, resultOf, type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimMany, claimNext, run } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { add, echo, inOrder, noop } from './tasks.ts';

const failure = { name: 'Error', message: 'no', code: 'E_NO' };
const failed = { code: 'GRAFLOW_TASK_FAILED', failure } as const;
const soon = { timeout: longMs, interval: 10 };

/** Listens from now on; `heard` grows, and `of` says what was heard of a task. */
const listen = async (queue: TaskQueue, after?: string) => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const events = await queue.events({ signal: stop.signal, ...(after !== undefined && { after }) });
  const heard: QueueEvent[] = [];
  const ended = (async () => {
    for await (const event of events) heard.push(event);
  })();
  const of = (taskId: string): readonly string[] =>
    heard.flatMap((one) => (one.event !== 'events-missed' && one.taskId === taskId ? one.event : []));
  return { heard, of, stop, ended };
};

/** What happens in a queue, for whoever watches it. */
export function describeEvents(setup: Setup): void {
  describe('events', () => {
    test('tell each step of a task once, in its order, with its attempt and its reason', async () => {
      const { queue } = await setup();
      const { heard } = await listen(queue);
      const { taskId } = await queue.enqueue(noop);
      await queue.retry(await claimNext(queue), { failure });
      await queue.release(await claimNext(queue));
      await queue.release(await claimNext(queue), { refusal: failure });
      await queue.ack(await claimNext(queue), 'done');
      const at = expect.any(Number) as number;
      const position = expect.stringMatching(/^[\d,-]+$/) as string;
      const reason = undefined;
      const steps = [
        { event: 'task-enqueued', delayMs: 0, isHeldBack: false },
        { event: 'task-claimed', attempt: 1 },
        { event: 'task-retried', attempt: 1, delayMs: 0, reason: failed },
        { event: 'task-claimed', attempt: 2 },
        { event: 'task-released', attempt: 2, delayMs: 0, reason },
        { event: 'task-claimed', attempt: 2 },
        { event: 'task-released', attempt: 2, delayMs: 0, reason: { code: 'GRAFLOW_TASK_UNROUTABLE', failure } },
        { event: 'task-claimed', attempt: 2 },
        { event: 'task-succeeded', attempt: 2 },
      ];
      await expect.poll(() => heard, soon).toEqual(steps.map((step) => ({ position, at, taskId, ...step })));
      expect(new Set(heard.map((event) => event.position)).size).toBe(steps.length);
    });

    test('tell when a delayed task, and one that waited for others, may be claimed', async () => {
      const { queue } = await setup();
      const { heard, of } = await listen(queue);
      const first = await queue.enqueue(add, [1, 2], { delayMs: 20, ...inOrder() });
      const then = await queue.enqueue(echo, [resultOf(first) as unknown], inOrder());
      await run(queue, await claimNext(queue));
      await run(queue, await claimNext(queue));
      await expect
        .poll(() => of(then.taskId), soon)
        .toEqual(['task-enqueued', 'task-ready', 'task-claimed', 'task-succeeded']);
      expect(of(first.taskId)).toEqual(['task-enqueued', 'task-ready', 'task-claimed', 'task-succeeded']);
      const delays = heard.filter(({ event }) => event === 'task-enqueued');
      expect(delays).toMatchObject([
        { delayMs: 20, isHeldBack: false },
        { delayMs: 0, isHeldBack: true },
      ]);
    });

    test('tell how a task ended without a value, and what became of the dead letter', async () => {
      const { queue } = await setup();
      const { heard, of } = await listen(queue);
      const buried = await queue.enqueue(noop, [], inOrder());
      const cancelled = await queue.enqueue(noop, [], { delayMs: 60_000, ...inOrder() });
      const behind = await queue.enqueue(noop, [], { after: [buried.taskId] });
      await queue.bury(await claimNext(queue), failed);
      await cancelled.cancel({ reason: 'Enough.' });
      await queue.deadLetters.replay(buried.taskId);
      await queue.bury(await claimNext(queue), failed);
      await queue.deadLetters.discard(buried.taskId);
      const life = ['task-claimed', 'task-buried'];
      await expect
        .poll(() => of(buried.taskId), soon)
        .toEqual(['task-enqueued', ...life, 'task-replayed', ...life, 'task-discarded']);
      expect(of(behind.taskId)).toEqual(['task-enqueued', 'task-buried']);
      expect(of(cancelled.taskId)).toEqual(['task-enqueued', 'task-cancelled']);
      const ends = heard.filter(({ event }) => event === 'task-buried' || event === 'task-cancelled');
      expect(ends.slice(0, 3)).toMatchObject([
        { taskId: buried.taskId, attempt: 1, reason: failed },
        { taskId: behind.taskId, attempt: 0, reason: { code: 'GRAFLOW_UPSTREAM_FAILED' } },
        { taskId: cancelled.taskId, attempt: 0, reason: { code: 'GRAFLOW_TASK_CANCELLED' } },
      ]);
    });

    test('tell that a lease was lost; the loss that makes a task poison is one event', async () => {
      const { queue } = await setup({ leaseMs: 50, renewLeases: false, maxLostLeases: 3 });
      const { heard } = await listen(queue);
      const { taskId } = await queue.enqueue(noop);
      await claimNext(queue);
      await queue.release(await claimNext(queue), { crash: failure });
      await claimNext(queue);
      expect(await queue.dequeue({ waitMs: 400 })).toBeUndefined();
      await expect
        .poll(() => heard.filter(({ event }) => event === 'task-lost' || event === 'task-buried'), soon)
        .toMatchObject([
          { taskId, event: 'task-lost', attempt: 1, reason: { code: 'GRAFLOW_LEASE_LOST' } },
          { taskId, event: 'task-lost', attempt: 2, reason: { code: 'GRAFLOW_LEASE_LOST', failure } },
          { taskId, event: 'task-buried', attempt: 3, reason: { code: 'GRAFLOW_TASK_POISON' } },
        ]);
    });

    test('tell how far a task is, but for what is long', async () => {
      const { queue } = await setup();
      const { heard } = await listen(queue);
      await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const told = (): readonly unknown[] => heard.flatMap((one) => (one.event === 'task-progress' ? [one.value] : []));
      queue.progress(spec, { done: 1n });
      await expect.poll(told, soon).toEqual([{ done: 1n }]);
      queue.progress(
        spec,
        Array.from({ length: 1_000 }, () => 'x'),
      );
      await expect.poll(told, soon).toEqual([{ done: 1n }, undefined]);
    });

    test('tell of groups, and of follow-ups behind the task that left them', async () => {
      const { queue } = await setup();
      const { heard } = await listen(queue);
      const { taskId } = await queue.enqueue(noop, [], inOrder());
      await queue.group([taskId], { groupId: 'good' });
      await queue.group(['nobody'], { groupId: 'bad', deadlineMs: 0 });
      const followUp = new TaskSpec({ executable: noop, ...inOrder() });
      await queue.ack(await claimNext(queue), 1, { followUps: [followUp] });
      await claimNext(queue);
      const steps = (): readonly string[] =>
        heard.flatMap((one) => (one.event === 'events-missed' ? [] : `${one.event} ${one.taskId}`));
      await expect.poll(steps, soon).toContain('group-succeeded good');
      await expect.poll(steps, soon).toContain('group-failed bad');
      expect(steps()).toContain('group-made good');
      expect(steps().indexOf(`task-succeeded ${taskId}`)).toBeLessThan(
        steps().indexOf(`task-enqueued ${followUp.taskId}`),
      );
      expect(heard.find(({ event }) => event === 'group-failed')).toMatchObject({
        reason: { code: 'GRAFLOW_GROUP_DEADLINE' },
      });
    });

    test('tell everybody who listens what anybody does, and nothing from before', async () => {
      const { queue, another } = await setup();
      const other = await another();
      const early = await queue.enqueue(noop);
      const both = [await listen(queue), await listen(other)];
      const specs = await claimMany(other, 1);
      await queue.enqueue(noop);
      await Promise.all(specs.map((spec) => other.ack(spec)));
      for (const { heard, of } of both) {
        await expect.poll(() => heard.length, soon).toBe(3);
        expect(of(early.taskId)).toEqual(['task-claimed', 'task-succeeded']);
      }
    });

    test('go on behind the last one that was heard', async () => {
      const { queue, another } = await setup();
      const first = await listen(queue);
      const ids = (await queue.enqueue([1, 2, 3].map(() => new TaskSpec({ executable: noop, ...inOrder() })))).map(
        (one) => one.taskId,
      );
      await expect.poll(() => first.heard.length, soon).toBe(3);
      first.stop.abort();
      await first.ended;
      const later = await queue.enqueue(noop);
      const { heard, of } = await listen(await another(), first.heard[1]?.position);
      await expect.poll(() => heard.length, soon).toBe(2);
      expect([ids[2], later.taskId].map((id) => of(id as string))).toEqual([['task-enqueued'], ['task-enqueued']]);
    });

    test('say how many are gone where there were too many', { timeout: 60_000 }, async () => {
      const { queue } = await setup();
      const { heard, stop } = await listen(queue);
      await queue.enqueue(noop);
      await expect.poll(() => heard.length, soon).toBe(1);
      stop.abort();
      const many = Array.from({ length: 12_000 }, () => new TaskSpec({ executable: noop, ...inOrder() }));
      await queue.enqueue(many);
      const late = await listen(queue, heard[0]?.position);
      await expect.poll(() => late.of(many.at(-1)?.taskId ?? ''), soon).toEqual(['task-enqueued']);
      const [missed] = late.heard;
      expect(missed).toMatchObject({ event: 'events-missed' });
      const count = missed?.event === 'events-missed' ? Number(missed.count) : 0;
      expect(count).toBeGreaterThanOrEqual(2_000);
      expect(count + late.heard.length - 1).toBe(12_000);
    });

    test('say that some are gone where nobody knows how many', async () => {
      const { queue } = await setup();
      const { heard, of } = await listen(queue, '1000-7');
      const { taskId } = await queue.enqueue(noop);
      await expect.poll(() => of(taskId), soon).toEqual(['task-enqueued']);
      expect(heard).toHaveLength(2);
      expect(heard[0]).toMatchObject({ event: 'events-missed', count: undefined });
    });

    test('end with the signal, and when the queue closes', async () => {
      const { queue } = await setup();
      const [one, two] = [await listen(queue), await listen(queue)];
      one.stop.abort();
      expect(await one.ended).toBeUndefined();
      await queue.close();
      expect(await two.ended).toBeUndefined();
    });

    test('are refused by a queue that is closed, and with options that mean nothing', async () => {
      const { queue } = await setup();
      for (const options of [{ after: 'yesterday' }, { from: '1-1' } as never])
        await expect(queue.events(options)).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      await queue.close();
      await expect(queue.events()).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
