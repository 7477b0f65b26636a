import { type AnySpec, TaskSpec, type TaskQueue } from '@graflow/taskspec';
import type { Random } from '../plan/random.ts';
import { ModelQueue, type Settle } from './model-queue.ts';

/** A queue under test, and its time. */
export interface Simulated {
  /** Queue objects on one store; each is a worker of its own. */
  readonly queues: readonly TaskQueue[];
  readonly leaseMs: number;
  /** The time by which the queue judges. */
  readonly now: () => number;
  /** Lets time pass; undefined where it cannot be chosen: then nothing becomes due and no lease ends. */
  readonly pass: ((ms: number) => void) | undefined;
}

interface Held {
  readonly spec: AnySpec;
  readonly queue: TaskQueue;
  readonly attempt: number;
}

const never = 600_000;

/**
 * Runs a random program on a queue and on the model, step by step, and gives the first difference. Several actors claim
 * and settle in an order that the seed decides; time passes between their steps.
 */
export async function simulate(simulated: Simulated, random: Random, steps: number): Promise<string | undefined> {
  const { queues, leaseMs, now, pass } = simulated;
  const model = new ModelQueue(leaseMs);
  const held: Held[] = [];
  let enqueued = 0;

  const delay = (): number => (random.chance(0.7) ? 0 : pass ? random.between(1, 500) : never);

  async function enqueue(): Promise<void> {
    const isKnown = enqueued > 0 && random.chance(0.1);
    const id = `t${isKnown ? random.below(enqueued) : enqueued++}`;
    const [priority, delayMs] = isKnown ? [0, 0] : [random.between(-2, 2), delay()];
    const spec = new TaskSpec({ name: 'work', taskId: id, priority, delayMs });
    await random.pick(queues).enqueue(spec).catch(allow('GRAFLOW_TASK_ID_TAKEN')); // a known id, asked for otherwise
    model.enqueue(id, priority, delayMs, now());
  }

  async function claim(): Promise<string | undefined> {
    const queue = random.pick(queues);
    const spec = await queue.dequeue({ waitMs: 0 });
    const allowed = model.claimable(now());
    if (spec === undefined) return allowed.length === 0 ? undefined : `gave nothing, and had ${allowed.join()}`;
    if (!allowed.includes(spec.taskId)) return `gave ${spec.taskId} and not ${allowed.join()}`;
    const attempt = model.claim(spec.taskId, now());
    if (spec.attempt !== attempt) return `said attempt ${spec.attempt} of ${spec.taskId} and not ${attempt}`;
    held.push({ spec, queue, attempt });
    return undefined;
  }

  async function settle(): Promise<string | undefined> {
    const [claimed] = held.splice(random.below(held.length), 1);
    if (claimed === undefined) return undefined;
    const { spec, queue, attempt } = claimed;
    const how = random.pick<Settle>(['ack', 'ack', 'retry', 'bury', 'release']);
    const delayMs = how === 'retry' || how === 'release' ? delay() : 0;
    const isTwice = random.chance(0.1);
    const isValid = (await settleOn(queue, spec, how, delayMs)) === 'ok';
    const isDue = model.settle(spec.taskId, attempt, how, delayMs, now());
    if (isTwice && (await settleOn(queue, spec, 'ack', 0)) === 'ok') return `took a second settle of ${spec.taskId}`;
    return isValid === isDue ? undefined : `${isValid ? 'took' : 'refused'} ${how} of ${spec.taskId}`;
  }

  for (let step = 0; step < steps; step += 1) {
    const choice = random.below(10);
    const difference =
      choice < 3
        ? await enqueue()
        : choice < 6
          ? await claim()
          : choice < 9
            ? await settle()
            : pass?.(random.below(400));
    if (difference !== undefined) return `step ${step}: the queue ${difference}`;
  }
  return compareOutcomes(model, queues[0] as TaskQueue);
}

async function settleOn(queue: TaskQueue, spec: AnySpec, how: Settle, delayMs: number): Promise<'ok' | 'lost'> {
  const failure = { name: 'Error', message: 'no' };
  const settles: Readonly<Record<Settle, () => Promise<void>>> = {
    ack: () => queue.ack(spec, 1),
    retry: () => queue.retry(spec, { delayMs, failure }),
    bury: () => queue.bury(spec, { code: 'GRAFLOW_TASK_FAILED', failure }),
    release: () => queue.release(spec, { delayMs }),
  };
  const lost = await settles[how]().catch(allow('GRAFLOW_LEASE_LOST'));
  return lost === undefined ? 'ok' : 'lost';
}

async function compareOutcomes(model: ModelQueue, queue: TaskQueue): Promise<string | undefined> {
  for (const [id, due] of model.outcomes()) {
    const signal = AbortSignal.timeout(5_000); // by the wall's clock, which no program winds
    const said = await queue
      .handle(id)
      .result({ signal })
      .then(
        () => 'value',
        (error: { readonly code: string }) => (error === signal.reason ? 'nothing' : error.code),
      );
    if (said !== due) return `${id} ended with ${said} and not ${due}`;
  }
  return undefined;
}

/** Takes an error for an answer where it has the code, and throws it where it does not. */
const allow =
  (code: string) =>
  (error: { readonly code?: unknown }): string => {
    if (error.code !== code) throw error as Error;
    return code;
  };
