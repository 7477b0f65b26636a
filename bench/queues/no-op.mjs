/**
 * What every worker runs: nothing, or where the payload begins with `w`, as it does in {@link whenPayload}, a look at the clock that all
 * processes of a machine share. Gives microseconds, or 0.
 *
 * @param {string} payload
 */
export const noOp = async (payload) => (payload[0] === 'w' ? Number(process.hrtime.bigint() / 1_000n) : 0);

/** Asks a task of 256 bytes when it began. */
export const whenPayload = 'when'.padEnd(256, 'x');
