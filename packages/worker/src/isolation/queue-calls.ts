import {
  decodePayload,
  encodePayload,
  failureFrom,
  runInTaskContext,
  type TaskContext,
  type TaskState,
} from '@graflow/taskspec';
import type { TaskRun } from '../task-run.ts';
import type { QueueCall, SentAnswer } from './messages.ts';

/** What the queue takes is the queue's to say; between worker and runner nothing is too large. */
const anySize = { maxPayloadBytes: Infinity };

/** What a run in a runner asks of its queue: the worker has the connection, and asks for it. */
export class QueueCalls {
  readonly #run: TaskRun;
  readonly #send: (call: number, answer: SentAnswer) => void;
  readonly #open = new Map<number, AbortController>();

  /** @param send - carries an answer to the runner */
  constructor(run: TaskRun, send: (call: number, answer: SentAnswer) => void) {
    this.#run = run;
    this.#send = send;
  }

  /** Asks the queue, and sends what it answers. */
  begin(call: number, request: QueueCall): void {
    const controller = new AbortController();
    this.#open.set(call, controller);
    const send = (answer: SentAnswer): void => {
      if (this.#open.has(call)) this.#send(call, answer);
    };
    void answer(this.#run, request, controller.signal, (value) => send({ kind: 'part', value }))
      .then(
        (value) => send({ kind: 'value', value }),
        (error: unknown) => send({ kind: 'error', error: failureFrom(error) }),
      )
      .then(() => this.#open.delete(call));
  }

  /** Ends a call that nobody waits for any more. */
  end(call: number): void {
    this.#open.get(call)?.abort();
    this.#open.delete(call);
  }

  /** Ends all calls. */
  close(): void {
    for (const call of this.#open.keys()) this.end(call);
  }
}

/** Gives the answer, as the payload codec writes it; of a watch, value by value. */
async function answer(
  run: TaskRun,
  { id, options, method, args, position }: QueueCall,
  signal: AbortSignal,
  onPart: (value: string) => void,
): Promise<string> {
  const state = run.queue.state(id, options);
  const [key, ...values] = decodePayload(args, anySize) as [string, ...unknown[]];
  if (method === 'watch') {
    for await (const value of state.watch(key, { signal })) onPart(encodePayload(value, anySize));
    return encodePayload(undefined);
  }
  const call: CallState = methods[method];
  return encodePayload(await runInTaskContext(contextAt(run, position), () => call(state, key, ...values)), anySize);
}

type CallState = (state: TaskState, key: string, ...values: unknown[]) => Promise<unknown>;

/** Named one by one: a runner, in which tasks run, asks for these and nothing else. */
const methods = {
  get: (state, key) => state.get(key),
  set: (state, key, value) => state.set(key, value),
  compareAndSet: (state, key, expected, value) => state.compareAndSet(key, expected, value),
  append: (state, key, value) => state.append(key, value),
  add: (state, key, amount) => state.add(key, amount as number),
} satisfies Record<Exclude<QueueCall['method'], 'watch'>, CallState>;

/** The writes of a task are counted where it runs. */
function contextAt(run: TaskRun, position: number): TaskContext {
  const { taskId, idempotencyKey, writes } = run;
  const { address, token } = writes;
  return { taskId, idempotencyKey, writes: { address, token, next: () => position } } as TaskContext;
}
