/**
 * Collects messages and hands them on together: one message per wake-up is what costs, not the messages. What is added
 * in one turn of the event loop leaves at its end.
 */
export class Outbox<Message> {
  readonly #post: (messages: readonly Message[]) => void;
  #messages: Message[] = [];
  /** How many times messages were handed on: what was added since the last time can still be changed. */
  flushes = 0;

  constructor(post: (messages: readonly Message[]) => void) {
    this.#post = post;
  }

  /** Adds a message. */
  add(message: Message): void {
    if (this.#messages.length === 0) setImmediate(() => this.flush());
    this.#messages.push(message);
  }

  /** Hands on what is there, now: for what must be heard although the event loop may never turn again. */
  flush(): void {
    if (this.#messages.length === 0) return;
    this.flushes += 1;
    this.#post(this.#messages.splice(0));
  }
}
