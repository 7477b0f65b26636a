import { setTimeout as wait } from 'node:timers/promises';

/** Rejects when `work` is not done after `ms`. */
export const within = async <Value>(ms: number, work: Promise<Value>): Promise<Value> => {
  const done = new AbortController();
  const late = wait(ms, undefined, { signal: done.signal }).then(() => {
    throw new Error(`not done after ${ms} ms`);
  });
  // The losing timer is aborted below; its rejection has no reader.
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
};
