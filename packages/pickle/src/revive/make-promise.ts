import type { Revival } from './graph.ts';

/** A promise that is settled when the graph is filled. */
export function makePromise(revival: Revival, index: number, fulfilled: boolean): Promise<unknown> {
  const { promise, settle } = deferred();
  revival.promises.set(index, (value) => settle(fulfilled, value));
  return promise;
}

function deferred(): { promise: Promise<unknown>; settle: (fulfilled: boolean, value: unknown) => void } {
  let settle: (fulfilled: boolean, value: unknown) => void = () => undefined;
  const promise = new Promise((resolve, reject) => {
    settle = (fulfilled, value) => (fulfilled ? resolve(value) : reject(value));
  });
  // A rejection that nobody looks at must not end the process: it did not where it was captured.
  promise.catch(() => undefined);
  return { promise, settle };
}
