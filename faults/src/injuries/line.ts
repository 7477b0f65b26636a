import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The rules of the moment for one direction of a connection. */
interface Rules {
  readonly isStalled: boolean;
  readonly delayMs?: number;
  readonly pieceBytes?: number;
}

/** One direction of a connection: passes bytes on in their order, by the rules of the moment at which each piece goes. */
export class Line {
  readonly #to: Socket;
  readonly #rules: () => Rules;
  #sent: Promise<void> = Promise.resolve();
  #look: () => void = () => undefined;

  constructor(to: Socket, rules: () => Rules) {
    this.#to = to;
    this.#rules = rules;
  }

  /** Passes bytes on, behind what waits already. */
  send(bytes: Buffer): void {
    this.#sent = this.#sent.then(() => this.#pass(bytes));
  }

  /** Closes the other end, behind what waits already. */
  async end(): Promise<void> {
    this.#sent = this.#sent.then(() => this.#mayPass()).then(() => this.#to.destroySoon());
    await this.#sent;
  }

  /** Tells that the rules have changed. */
  look(): void {
    this.#look();
  }

  async #pass(bytes: Buffer): Promise<void> {
    const { delayMs = 0, pieceBytes = bytes.length } = this.#rules();
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      if (delayMs > 0) await sleep(delayMs);
      await this.#mayPass();
      this.#to.write(bytes.subarray(start, start + pieceBytes));
    }
  }

  async #mayPass(): Promise<void> {
    while (this.#rules().isStalled) await new Promise<void>((resolve) => (this.#look = resolve));
  }
}
