import type { StateAnswer } from '@graflow/taskspec';
import { ExpiringMap } from './expiring-map.ts';

interface Signal {
  readonly item: string;
  readonly expiresAt: number;
}

interface Kept {
  readonly signals: Signal[];
  /** When the last of them is forgotten. */
  expiresAt: number;
}

const mostKept = 1_000;

/** Signals that nobody has received yet, by their place. */
export class KeptSignals {
  readonly #now: () => number;
  readonly #kept: ExpiringMap<Kept>;

  constructor(now: () => number) {
    this.#now = now;
    this.#kept = new ExpiringMap(now);
  }

  send(slot: string, item: string, ttlMs: number): StateAnswer {
    const { signals, expiresAt: before } = this.#kept.get(slot) ?? { signals: [], expiresAt: 0 };
    const now = this.#now();
    while (signals.length >= mostKept && (signals[0] as Signal).expiresAt <= now) signals.shift();
    if (signals.length >= mostKept) return { status: 'full' };
    const expiresAt = now + ttlMs;
    signals.push({ item, expiresAt });
    this.#kept.set(slot, { signals, expiresAt: Math.max(before, expiresAt) });
    return { status: 'done', reply: '' };
  }

  receive(slot: string): StateAnswer {
    const signals = this.#kept.get(slot)?.signals ?? [];
    let signal = signals.shift();
    while (signal !== undefined && signal.expiresAt <= this.#now()) signal = signals.shift();
    if (signals.length === 0) this.#kept.delete(slot);
    return signal === undefined ? { status: 'none' } : { status: 'done', reply: signal.item };
  }
}
