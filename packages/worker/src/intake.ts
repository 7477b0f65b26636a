import { setMaxListeners } from 'node:events';
import type { AnySpec, SettleStep, TaskIntake, TaskQueue } from '@graflow/taskspec';
import { claimerOf } from './claimer.ts';

/** Hears of the tasks that were claimed for a worker. None of these throws. */
export interface WorkListener {
  /** A task was claimed from one of the queues. */
  claimed(spec: AnySpec, queue: TaskQueue): void;
  /** This many wanted tasks do not come: nothing is waiting, or, with the error, the queue could not be asked. */
  unserved(count: number, error?: unknown): void;
}

/** A claim and the queue it is from. */
export interface QueuedClaim {
  readonly spec: AnySpec;
  readonly queue: TaskQueue;
}

/** The one way between a worker and its queues: tasks come in, settles go out. */
export interface Intake {
  /** Asks for this many tasks more; the listener hears of each of them once. */
  want(count: number): void;
  /** Ends a claim; `settled` is called once, perhaps before this returns. */
  settle(claim: QueuedClaim, step: SettleStep, settled: (error?: unknown) => void): void;
  /** Wants nothing any more. */
  close(): void;
}

type Queues = readonly [TaskQueue, ...TaskQueue[]];

/** Opens the way to the queues: in bulk where there is one queue that offers it, else task by task. */
export function openIntake(queues: Queues, untilEmpty: boolean, listener: WorkListener): Intake {
  const [only, ...others] = queues;
  const intake = others.length === 0 ? openInBulk(only, untilEmpty, listener) : undefined;
  if (intake === undefined) return openOneByOne(queues, untilEmpty, listener);
  return {
    want: (count) => intake.want(count),
    settle: ({ spec }, step, settled) => intake.settle(spec, step, settled),
    close: () => intake.close(),
  };
}

const openInBulk = (queue: TaskQueue, untilEmpty: boolean, listener: WorkListener): TaskIntake | undefined =>
  queue.intake?.(
    {
      claimed: (spec) => listener.claimed(spec, queue),
      unserved: (count, error) => listener.unserved(count, error),
    },
    { untilEmpty },
  );

function openOneByOne(queues: Queues, untilEmpty: boolean, listener: WorkListener): Intake {
  const over = new AbortController();
  const { signal } = over;
  setMaxListeners(0, signal); // every claim that waits listens
  const claim = claimerOf(queues, untilEmpty ? { signal, waitMs: 0 } : { signal });
  const claimOne = async (): Promise<void> => {
    try {
      const claimed = await claim();
      if (claimed === undefined) listener.unserved(1);
      else listener.claimed(claimed.spec, claimed.queue);
    } catch (error) {
      listener.unserved(1, error);
    }
  };
  return {
    want: (count) => {
      for (let left = count; left > 0; left -= 1) void claimOne();
    },
    settle: (held, step, settled) => void apply(held, step).then(() => settled(), settled),
    close: () => over.abort(),
  };
}

function apply({ queue, spec }: QueuedClaim, step: SettleStep): Promise<void> {
  switch (step.step) {
    case 'ack':
      return step.followUps === undefined
        ? queue.ack(spec, step.value)
        : queue.ack(spec, step.value, { followUps: step.followUps });
    case 'retry':
      return queue.retry(spec, { delayMs: step.delayMs ?? 0, ...(step.failure && { failure: step.failure }) });
    case 'bury':
      return queue.bury(spec, step.reason);
    case 'release': {
      const { delayMs = 0, refusal, crash } = step;
      return queue.release(spec, { delayMs, ...(refusal && { refusal }), ...(crash && { crash }) });
    }
  }
}
