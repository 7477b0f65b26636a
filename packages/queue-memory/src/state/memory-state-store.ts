import { randomUUID } from 'node:crypto';
import {
  defaultMaxPayloadBytes,
  type StateAnswer,
  type StatePlace,
  type StateRequest,
  type StateStore,
} from '@graflow/taskspec';
import type { MemoryStore } from '../memory-store.ts';
import type { QueueSettings } from '../queue-options.ts';
import { ExpiringMap } from './expiring-map.ts';
import { KeptSignals } from './kept-signals.ts';
import { slotOf } from './slot-of.ts';
import { type StateValue, textOf, valueFrom } from './state-value.ts';
import { TaskWritings } from './task-writings.ts';

/** The states of a queue in one process; they end with it. */
export class MemoryStateStore implements StateStore {
  readonly address: string;
  readonly maxPayloadBytes: number;
  readonly #store: MemoryStore;
  readonly #now: () => number;
  readonly #values: ExpiringMap<StateValue>;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #signals: KeptSignals;
  readonly #writings: TaskWritings;

  constructor(store: MemoryStore, { name, now, limits }: QueueSettings) {
    this.address = `memory:${name}:${randomUUID()}`;
    this.maxPayloadBytes = limits.maxPayloadBytes ?? defaultMaxPayloadBytes;
    this.#store = store;
    this.#now = now;
    this.#values = new ExpiringMap(now);
    this.#signals = new KeptSignals(now);
    this.#writings = new TaskWritings(store, now);
  }

  async read(place: StatePlace): Promise<string> {
    this.#store.refuseClosed();
    return textOf(this.#values.get(slotOf(place)));
  }

  async write(request: StateRequest): Promise<StateAnswer> {
    this.#store.refuseClosed();
    return this.#writings.once(request, () => this.#apply(request, slotOf(request.place)));
  }

  listen(place: StatePlace, onChange: () => void): () => void {
    const slot = slotOf(place);
    const those = this.#listeners.get(slot) ?? new Set();
    this.#listeners.set(slot, those.add(onChange));
    return () => {
      those.delete(onChange);
      if (those.size === 0) this.#listeners.delete(slot);
    };
  }

  isAway(): boolean {
    return false;
  }

  /** Tells everybody who listens for the last time. */
  close(): void {
    for (const slot of this.#listeners.keys()) this.#tell(slot);
  }

  #apply(request: StateRequest, slot: string): StateAnswer {
    const value = this.#values.get(slot);
    const { ttlMs } = request;
    const expiresAt = ttlMs === undefined ? (value?.expiresAt ?? Infinity) : this.#now() + ttlMs;
    switch (request.op) {
      case 'set':
        this.#put(slot, request.value, expiresAt);
        return done('');
      case 'compare': {
        const isSame = textOf(value) === request.expected;
        if (isSame) this.#put(slot, request.value, expiresAt);
        return done(isSame ? '1' : '0');
      }
      case 'receive':
        return this.#signals.receive(slot);
      case 'send': {
        const answer = this.#signals.send(slot, request.item, ttlMs ?? Infinity);
        this.#tell(slot);
        return answer;
      }
      case 'append':
        return this.#append(slot, value, request.item, expiresAt);
      case 'add': {
        if (value !== undefined && value.kind !== 'n') return { status: 'kind' };
        const sum = numberIn(value) + request.amount;
        if (!Number.isFinite(sum)) return { status: 'sum' };
        const text = String(sum);
        this.#put(slot, `n0000000000\nj${text}`, expiresAt);
        return done(text);
      }
    }
  }

  #append(slot: string, value: StateValue | undefined, item: string, expiresAt: number): StateAnswer {
    if (value === undefined) {
      this.#put(slot, `l0000000001\n${item}`, expiresAt);
      return done('1');
    }
    if (value.kind !== 'l') return { status: 'kind' };
    const bytes = value.bytes + 1 + Buffer.byteLength(item);
    if (bytes > this.maxPayloadBytes) return { status: 'large', reply: String(bytes) };
    const count = value.payloads.push(item);
    Object.assign(value, { bytes, expiresAt });
    this.#tell(slot);
    return done(String(count));
  }

  #put(slot: string, text: string, expiresAt: number): void {
    if (text === '') this.#values.delete(slot);
    else this.#values.set(slot, valueFrom(text, expiresAt));
    this.#tell(slot);
  }

  #tell(slot: string): void {
    for (const onChange of this.#listeners.get(slot) ?? []) onChange();
  }
}

const done = (reply: string): StateAnswer => ({ status: 'done', reply });
const numberIn = (value: StateValue | undefined): number => (value ? Number(value.payloads[0]?.slice(1)) : 0);
