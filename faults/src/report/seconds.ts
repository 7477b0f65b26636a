/** Milliseconds as seconds, as precisely as a reader wants them. */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
