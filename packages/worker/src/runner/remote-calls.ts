import type { TaskCatalog, TaskEnvelope } from '@graflow/resolver';
import {
  decodePayload,
  encodePayload,
  type TaskQueue,
  taskContext,
  type TaskSignals,
  type TaskState,
  type WaitForSignalOptions,
} from '@graflow/taskspec';
import type { FromRunner, QueueCall, SentAnswer } from '../isolation/messages.ts';
import type { Outbox } from '../isolation/outbox.ts';
import { remoteError } from '../isolation/remote-error.ts';

interface OpenCall {
  readonly part: (value: unknown) => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const anySize = { maxPayloadBytes: Infinity };

/** The questions of the runs in this runner to their queue, on their way through the worker. */
export class RemoteCalls {
  readonly #outbox: Outbox<FromRunner>;
  readonly #open = new Map<number, OpenCall>();
  #last = 0;

  constructor(outbox: Outbox<FromRunner>) {
    this.#outbox = outbox;
  }

  /** The states of its queue, as a run sees them. */
  stateOf(run: number): TaskQueue['state'] {
    return (id, options) => this.#state(run, id, options);
  }

  /** Hears an answer. */
  receive(call: number, answer: SentAnswer): void {
    const open = this.#open.get(call);
    if (open === undefined) return;
    if (answer.kind === 'part') return open.part(decodePayload(answer.value, anySize));
    this.#open.delete(call);
    if (answer.kind === 'error') open.reject(remoteError(answer.error));
    else open.resolve(decodePayload(answer.value, anySize));
  }

  /** What is published in its queue, as a run sees it; the worker's queue has checked it. */
  catalogOf(run: number): TaskCatalog {
    return {
      find: async (name) =>
        (await this.#ask(run, { id: name, method: 'findPublished' }, [''])) as TaskEnvelope | undefined,
    };
  }

  /** The signals of its queue, as a run sees them. */
  signalsOf(run: number): TaskSignals {
    return {
      signal: async (id, ...args) => void (await this.#ask(run, { id, method: 'signal' }, args)),
      waitForSignal: async <T>(id: string, name: string, { signal, ...options }: WaitForSignalOptions = {}) => {
        signal?.throwIfAborted();
        return (await this.#ask(run, { id, method: 'waitForSignal' }, [name, options], signal)) as T;
      },
    };
  }

  #state(run: number, id: string, options: QueueCall['options']): TaskState {
    const ask = (method: QueueCall['method'], ...args: readonly unknown[]): Promise<unknown> =>
      this.#ask(run, { id, options, method }, args);
    return {
      get: async (key) => ask('get', key),
      set: async (key, value) => void (await ask('set', key, value)),
      compareAndSet: async (key, expected, value) => (await ask('compareAndSet', key, expected, value)) as boolean,
      append: async (key, value) => (await ask('append', key, value)) as number,
      add: async (key, amount) => (await ask('add', key, amount)) as number,
      watch: (key, { signal } = {}) =>
        this.#watch(run, { id, options, method: 'watch', args: encodePayload([key]), position: 0 }, signal),
    };
  }

  /** Only what is written has a position. */
  async #ask(
    run: number,
    asked: Pick<QueueCall, 'id' | 'options' | 'method'>,
    values: readonly unknown[],
    signal?: AbortSignal,
  ): Promise<unknown> {
    const args = encodePayload(values, { what: 'arguments', ...anySize });
    const position = isRead(asked.method) ? 0 : taskContext().writes.next();
    let stop = ignore;
    try {
      return await new Promise((resolve, reject) => {
        const call = this.#begin(run, { ...asked, args, position }, { part: ignore, resolve, reject });
        stop = () => {
          if (this.#open.delete(call)) this.#outbox.add({ type: 'hang-up', run, call });
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', stop);
      });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async *#watch(run: number, request: QueueCall, signal: AbortSignal | undefined): AsyncGenerator<unknown, void> {
    let newest: { readonly value: unknown } | undefined;
    let [hasEnded, failure]: [boolean, unknown] = [signal?.aborted ?? false, undefined];
    let wake: () => void = ignore;
    const end = (error?: unknown): void => {
      [hasEnded, failure] = [true, error];
      wake();
    };
    const part = (value: unknown): void => {
      newest = { value };
      wake();
    };
    const stop = (): void => end();
    signal?.addEventListener('abort', stop);
    const call = hasEnded ? 0 : this.#begin(run, request, { part, resolve: stop, reject: end });
    try {
      while (!hasEnded) {
        const found = newest;
        newest = undefined;
        if (found) yield found.value;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      if (failure !== undefined) throw failure as Error;
    } finally {
      signal?.removeEventListener('abort', stop);
      if (this.#open.delete(call)) this.#outbox.add({ type: 'hang-up', run, call });
    }
  }

  #begin(run: number, request: QueueCall, open: OpenCall): number {
    this.#last += 1;
    this.#open.set(this.#last, open);
    this.#outbox.add({ type: 'call', run, call: this.#last, request });
    return this.#last;
  }
}

const isRead = (method: QueueCall['method']): boolean => method === 'get' || method === 'findPublished';

const ignore = (): void => undefined;
