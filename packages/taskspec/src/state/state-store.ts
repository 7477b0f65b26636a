/** Where values are kept: a key of a state, or a name of signals. */
export interface StatePlace {
  /** Which of both. */
  readonly kind: 'state' | 'signal';
  /** The id of the state or of the signals. */
  readonly id: string;
  /** The key or name under it. */
  readonly key: string;
}

/** What makes a write the same write when it is sent again. */
export type WriteMark =
  /** The n-th write of a task that this queue holds: kept until the task has ended, and refused without its claim. */
  | { readonly by: 'task'; readonly taskId: string; readonly token: string; readonly position: number }
  /** A write of another queue's task, or of no task, by an id of its own that is kept for a time, in milliseconds. */
  | { readonly by: 'stranger' | 'call'; readonly writeId: string; readonly keptMs: number };

/**
 * One write, as data; values as `encodeState` writes them, an empty text for none. `send` adds a signal behind the others,
 * of which at most 1,000 are kept, and `receive` takes the oldest; an item is a payload.
 */
export type StateWrite =
  | { readonly op: 'set'; readonly value: string }
  | { readonly op: 'compare'; readonly expected: string; readonly value: string }
  | { readonly op: 'append' | 'send'; readonly item: string }
  | { readonly op: 'receive' }
  | { readonly op: 'add'; readonly amount: number };

/** A write, with all that an adapter needs to apply it once. */
export type StateRequest = StateWrite & {
  readonly place: StatePlace;
  readonly mark: WriteMark;
  readonly ttlMs: number | undefined;
};

/**
 * What became of a write: done, with what it gives as text; or nothing, because the claim is not valid (`lost`), the n-th
 * write was another one before (`diverged`), the value is no list or number (`kind`), would be larger than allowed
 * (`large`), or no number any more (`sum`), because there is no signal (`none`) or are too many (`full`).
 */
export type StateAnswer =
  | { readonly status: 'done'; readonly reply: string }
  | { readonly status: 'none' }
  | StateRefusal;

/** Why a write was not done, and where it says so what was seen. */
export type StateRefusal =
  | { readonly status: 'diverged' | 'large'; readonly reply: string }
  | { readonly status: 'lost' | 'kind' | 'sum' | 'full' };

/** What an adapter does for the states of its queue; everything else is the same for all queues. */
export interface StateStore {
  /** Where the queue is, as its `address` says. */
  readonly address: string;
  /** The largest value, in bytes. */
  readonly maxPayloadBytes: number;
  /** Reads a value as `encodeState` wrote it; an empty text where there is none. */
  read(place: StatePlace): Promise<string>;
  /** Applies a write in one step. */
  write(request: StateRequest): Promise<StateAnswer>;
  /** Calls back after each write at a place, perhaps also without one; gives what ends that. */
  listen(place: StatePlace, onChange: () => void): () => void;
  /** Whether an error only says that the store cannot be reached now, and that `onChange` comes when it can. */
  isAway(error: unknown): boolean;
}
