const longestMs = 2 ** 31 - 1;

/** Gives a length of time that a timer knows: it takes longer ones than 24 days for 1 ms. */
export const timerMs = (ms: number): number => Math.min(ms, longestMs);
