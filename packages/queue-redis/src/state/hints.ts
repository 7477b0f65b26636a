import type { Connection } from '../connection/connection.ts';
import { Subscription } from '../outcomes/subscription.ts';

const lookAgainMs = 5_000;

/**
 * Hears where something was written. A message is a hint and no more: everybody is told, too, when the channel is heard
 * anew, and every five seconds, so that a lost one costs time alone.
 */
export class Hints {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #subscription: Subscription;
  #timer: NodeJS.Timeout | undefined;
  #closed: Error | undefined;

  /** Opens its client when somebody listens. */
  constructor(connection: Connection, channel: string) {
    this.#subscription = new Subscription(connection, [channel], {
      onMessage: (place) => this.#tell(place),
      onLost: () => undefined,
      onReady: () => this.#tellAll(),
    });
  }

  /** Calls back after each write at a place, from the moment in which it is called back first. */
  listen(place: string, onChange: () => void): () => void {
    const those = this.#listeners.get(place) ?? new Set();
    this.#listeners.set(place, those.add(onChange));
    this.#timer ??= setInterval(() => this.#lookAgain(), lookAgainMs);
    this.#subscription.listen().then(onChange, onChange); // where Redis refuses to tell, the timer asks
    return () => this.#forget(place, onChange);
  }

  /** @throws the error that it was closed with */
  refuseClosed(): void {
    if (this.#closed) throw this.#closed;
  }

  /** Tells everybody for the last time. */
  close(error: Error): void {
    this.#closed = error;
    clearInterval(this.#timer);
    this.#tellAll();
  }

  #forget(place: string, onChange: () => void): void {
    const those = this.#listeners.get(place);
    those?.delete(onChange);
    if (those?.size === 0) this.#listeners.delete(place);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #lookAgain(): void {
    this.#tellAll();
    void this.#subscription.look();
  }

  #tell(place: string): void {
    for (const onChange of this.#listeners.get(place) ?? []) onChange();
  }

  #tellAll(): void {
    for (const place of this.#listeners.keys()) this.#tell(place);
  }
}
