/** Somebody who hears when tasks may be ready, or that the queue has closed. */
export interface Wakeable {
  wake(): void;
}
