import type { StateAnswer, StatePlace, StateRequest, StateStore } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import { runScript } from '../connection/script.ts';
import { QueueRedisError } from '../errors.ts';
import { statePlace, toldChannel } from '../keys.ts';
import { writeStateScript } from '../scripts/write-state.ts';
import { Hints } from './hints.ts';

/** The states of one queue in Redis: a string for each value. */
export class RedisStateStore implements StateStore {
  readonly address: string;
  readonly maxPayloadBytes: number;
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #hints: Hints;

  /** Asks nothing yet. */
  constructor(connection: Connection, tag: string, maxPayloadBytes: number) {
    this.address = `${connection.address} ${tag}`;
    this.maxPayloadBytes = maxPayloadBytes;
    this.#connection = connection;
    this.#tag = tag;
    this.#hints = new Hints(connection, toldChannel(tag));
  }

  async read(place: StatePlace): Promise<string> {
    this.#hints.refuseClosed();
    return (await this.#connection.ask((client) => client.get(`${this.#tag}:${statePlace(place)}`))) ?? '';
  }

  async write(request: StateRequest): Promise<StateAnswer> {
    this.#hints.refuseClosed();
    const args = [statePlace(request.place), request.op, request.ttlMs ?? 0, this.maxPayloadBytes];
    const reply = await runScript(this.#connection, writeStateScript, this.#tag, [
      ...args,
      ...markArgs(request),
      ...opArgs(request),
    ]);
    const [status, text] = (reply as Buffer[]).map(String);
    return { status, reply: text } as StateAnswer;
  }

  listen(place: StatePlace, onChange: () => void): () => void {
    return this.#hints.listen(statePlace(place), onChange);
  }

  isAway(error: unknown): boolean {
    return error instanceof QueueRedisError && error.code === 'GRAFLOW_REDIS_UNREACHABLE';
  }

  /** Wakes everybody who listens; from then on nothing is read or written. */
  close(error: Error): void {
    this.#hints.close(error);
  }
}

function markArgs({ mark }: StateRequest): ScriptArgument[] {
  return mark.by === 'task' ? [mark.taskId, mark.token, mark.position] : ['', mark.writeId, mark.keptMs];
}

function opArgs(request: StateRequest): ScriptArgument[] {
  switch (request.op) {
    case 'set':
      return [request.value];
    case 'compare':
      return [request.expected, request.value];
    case 'append':
    case 'send':
      return [request.item];
    case 'add':
      return [request.amount];
    case 'receive':
      return [];
  }
}
