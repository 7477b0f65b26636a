import type { TaskCatalog } from '@graflow/resolver';
import {
  decodePayload,
  encodePayload,
  failureFrom,
  runInTaskContext,
  type SendSignalOptions,
  type TaskContext,
  type TaskQueue,
  type TaskState,
  type WaitForSignalOptions,
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
  const { queue } = run;
  const [key, ...values] = decodePayload(args, anySize) as [string, ...unknown[]];
  if (method === 'watch') {
    for await (const value of queue.state(id, options).watch(key, { signal })) onPart(encodePayload(value, anySize));
    return encodePayload(undefined);
  }
  const ask = (): Promise<unknown> =>
    methods[method]({
      catalog: run.spec.binding?.catalog,
      queue,
      state: () => queue.state(id, options),
      id,
      key,
      values,
      signal,
    });
  return encodePayload(await runInTaskContext(contextAt(run, position), ask), anySize);
}

/** What is asked, and of whom. */
interface Asked {
  readonly catalog: TaskCatalog | undefined;
  readonly queue: TaskQueue;
  readonly state: () => TaskState;
  readonly id: string;
  readonly key: string;
  readonly values: readonly unknown[];
  readonly signal: AbortSignal;
}

/** Named one by one: a runner, in which tasks run, asks for these and nothing else. */
const methods: Record<Exclude<QueueCall['method'], 'watch'>, (asked: Asked) => Promise<unknown>> = {
  get: ({ state, key }) => state().get(key),
  set: ({ state, key, values: [value] }) => state().set(key, value),
  compareAndSet: ({ state, key, values: [expected, value] }) => state().compareAndSet(key, expected, value),
  append: ({ state, key, values: [value] }) => state().append(key, value),
  add: ({ state, key, values: [amount] }) => state().add(key, amount as number),
  signal: ({ queue, id, key, values: [value, options] }) => queue.signal(id, key, value, options as SendSignalOptions),
  waitForSignal: ({ queue, id, key, values: [options], signal }) =>
    queue.waitForSignal(id, key, { ...(options as WaitForSignalOptions), signal }),
  findPublished: async ({ catalog, id }) => catalog?.find(id),
};

/** The writes of a task are counted where it runs. */
function contextAt(run: TaskRun, position: number): TaskContext {
  const { taskId, idempotencyKey, writes } = run;
  const { address, token } = writes;
  return { taskId, idempotencyKey, writes: { address, token, next: () => position } } as TaskContext;
}
