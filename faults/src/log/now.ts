/** Milliseconds of the monotonic clock of this machine: the same in all of its processes, and untouched by its calendar. */
export const now = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
